"""The story held against its characters: which step of an arc is shown where, who changes how."""
