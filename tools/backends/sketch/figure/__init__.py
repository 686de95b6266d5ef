"""The figure below the chin: body, garments and props along the bones of the rig."""
