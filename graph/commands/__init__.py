"""The commands of `planweave`, and what they share: settings, output, and one place for errors."""
