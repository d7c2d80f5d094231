"""From a YAML file to a checked, frozen scenario and its resolved plan; names what is wrong with file, line and column."""
