# From 0.1.0 to 0.2.0: terms were added and none went away, so data stands as it was written.
