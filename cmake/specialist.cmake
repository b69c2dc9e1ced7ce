# The trained reader's weights are taken in by the assembler.
set(specialist_weights ${CMAKE_SOURCE_DIR}/src/specialist/weights)
set_source_files_properties(${specialist_weights}.c PROPERTIES COMPILE_OPTIONS "-fno-lto"
	COMPILE_DEFINITIONS "PX_SPECIALIST_WEIGHTS_FILE=\"${specialist_weights}.bin\"" OBJECT_DEPENDS ${specialist_weights}.bin)
