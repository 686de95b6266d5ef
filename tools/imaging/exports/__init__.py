"""Files that animations leave as: atlases for engines and editors, moving pictures for people."""
