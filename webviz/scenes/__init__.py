"""The pictures of the viewer as scenes for presentations, in the state of a request."""
