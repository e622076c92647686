package switchboard;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The machine's memory that new processes can have: {@code MemAvailable} of {@code /proc/meminfo}, which needs no disk. */
public final class FreeMemory {

    private static final Path MEMINFO = Path.of("/proc/meminfo");

    private FreeMemory() {}

    /** In bytes; {@link Long#MAX_VALUE} on a system without that file. */
    public static long bytes() {
        if (!Files.isReadable(MEMINFO)) {
            return Long.MAX_VALUE;
        }
        try (var lines = Files.lines(MEMINFO, StandardCharsets.US_ASCII)) {
            return lines.filter(line -> line.startsWith("MemAvailable:"))
                    .findFirst()
                    .map(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                    .orElse(Long.MAX_VALUE);
        } catch (IOException unreadable) {
            return Long.MAX_VALUE;
        }
    }
}
