"""A figure taken out of its picture and made movable: outline, joints, parts, meshes. Pure."""
