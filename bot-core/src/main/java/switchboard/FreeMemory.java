package switchboard;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * The memory that new processes can have: of the machine ({@code MemAvailable} of {@code /proc/meminfo}), and within the limits of
 * the control groups that this process is in, such as a container's or a service's. Needs no disk.
 */
public final class FreeMemory {

    private static final FreeMemory HERE = new FreeMemory(Path.of("/proc"), Path.of("/sys/fs/cgroup"));

    private static final String LIMITLESS = "max";

    private final Path proc;
    private final Path groups;

    /** @param groups where control groups are mounted, of either version */
    FreeMemory(Path proc, Path groups) {
        this.proc = proc;
        this.groups = groups;
    }

    /** In bytes; {@link Long#MAX_VALUE} on a system that does not say. */
    public static long bytes() {
        return HERE.now();
    }

    long now() {
        return Stream.concat(ofMachine().stream().boxed(), ofGroups())
                .mapToLong(Long::longValue)
                .min()
                .orElse(Long.MAX_VALUE);
    }

    private OptionalLong ofMachine() {
        var kilobytes = field(proc.resolve("meminfo"), "MemAvailable:");
        return kilobytes.isPresent() ? OptionalLong.of(kilobytes.getAsLong() * 1024) : kilobytes;
    }

    /** What is left in the process's own groups and in those around them. */
    private Stream<Long> ofGroups() {
        return lines(proc.resolve("self/cgroup")).flatMap(line -> {
            var parts = line.split(":", 3);
            if (parts.length < 3) {
                return Stream.of();
            }
            return switch (parts[1]) {
                case "" ->
                    upwards(groups, parts[2])
                            .flatMap(group -> left(group, "memory.max", "memory.current", "inactive_file "));
                case "memory" ->
                    upwards(groups.resolve("memory"), parts[2])
                            .flatMap(group -> left(
                                    group, "memory.limit_in_bytes", "memory.usage_in_bytes", "total_inactive_file "));
                default -> Stream.of();
            };
        });
    }

    /** A group and those around it. In a container its name may be that outside, where nothing of it can be seen. */
    private static Stream<Path> upwards(Path root, String name) {
        var group = root.resolve(name.substring(1)).normalize();
        return Stream.iterate(group, each -> each.startsWith(root), Path::getParent);
    }

    /** What the kernel can drop of a group's memory at once does not count as used. */
    private static Stream<Long> left(Path group, String limit, String used, String droppable) {
        var most = number(group.resolve(limit));
        var now = number(group.resolve(used));
        var files = field(group.resolve("memory.stat"), droppable);
        return most.isPresent() && now.isPresent()
                ? Stream.of(Math.max(0, most.getAsLong() - now.getAsLong() + files.orElse(0)))
                : Stream.of();
    }

    private static OptionalLong number(Path file) {
        return lines(file)
                .map(String::strip)
                .filter(line -> !line.equals(LIMITLESS))
                .mapToLong(Long::parseLong)
                .findFirst();
    }

    private static OptionalLong field(Path file, String name) {
        return lines(file)
                .filter(line -> line.startsWith(name))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst();
    }

    private static Stream<String> lines(Path file) {
        try {
            return Files.isReadable(file) ? Files.readAllLines(file, StandardCharsets.US_ASCII).stream() : Stream.of();
        } catch (IOException gone) {
            return Stream.of(); // the group has ended meanwhile, or this system has no such file
        }
    }
}
