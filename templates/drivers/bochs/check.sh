# The card has a DRM node and a frame buffer of this driver, and what is painted is on its screen (looked at from outside afterwards).
#: without session display
#: with painting
# The machine's own screen (class 0300), which the same driver takes, shows the console and is left alone.
find_frame_buffer bochs-drmdrmfb 0x038000
paint
