# How the parts of src/embed are compiled that need flags of their own.

# Each kernel is compiled for its own instructions and chosen when the program runs.
set(kernel_flags -O3 -fno-math-errno -fno-trapping-math -fassociative-math -fno-signed-zeros -freciprocal-math
	-ffinite-math-only)
set(kernels ${CMAKE_SOURCE_DIR}/src/embed/local/kernel)
set_source_files_properties(${kernels}_plain.c ${kernels}_neon.c PROPERTIES COMPILE_OPTIONS "${kernel_flags}")
if(CMAKE_SYSTEM_PROCESSOR MATCHES "x86_64|amd64|AMD64")
	# The address sanitizer's stack is aligned to 32 bytes, which is too little for vectors of 64; the plain
	# kernel, with the same code but for one function, is checked.
	list(APPEND kernel_flags -fno-sanitize=all)
	set_source_files_properties(${kernels}_avx2.c PROPERTIES COMPILE_OPTIONS "${kernel_flags};-mavx2;-mfma")
	set_source_files_properties(${kernels}_avx512.c PROPERTIES COMPILE_OPTIONS
		"${kernel_flags};-mavx2;-mfma;-mavx512f;-mavx512bw;-mavx512dq;-mavx512vl;-mavx512vnni;-mprefer-vector-width=512")
elseif(CMAKE_SYSTEM_PROCESSOR MATCHES "aarch64|arm64")
	set_source_files_properties(${kernels}_dotprod.c PROPERTIES COMPILE_OPTIONS "${kernel_flags};-march=armv8.2-a+dotprod")
endif()
set(static_table ${CMAKE_SOURCE_DIR}/src/embed/static/table)
set_source_files_properties(${static_table}.c PROPERTIES COMPILE_OPTIONS "-fno-lto"
	COMPILE_DEFINITIONS "PX_STATIC_TABLE_FILE=\"${static_table}.bin\"" OBJECT_DEPENDS ${static_table}.bin)
