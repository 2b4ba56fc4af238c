"""Small programs for working on Planweave; none of them is part of the package."""
