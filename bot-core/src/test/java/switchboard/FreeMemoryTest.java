package switchboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FreeMemoryTest {

    private static final long GIGA = 1L << 30;

    @TempDir
    Path dir;

    private FreeMemory memory;

    @BeforeEach
    void aMachineWithEightGigabytesFree() throws IOException {
        memory = new FreeMemory(dir.resolve("proc"), dir.resolve("cgroup"));
        write("proc/meminfo", "MemTotal:       16777216 kB\nMemAvailable:    8388608 kB\n");
    }

    private void write(String name, String text) throws IOException {
        var file = dir.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private void group(String path, String most, long used, long files) throws IOException {
        write("cgroup/" + path + "memory.max", most + "\n");
        write("cgroup/" + path + "memory.current", used + "\n");
        write("cgroup/" + path + "memory.stat", "anon 1\nfile 2\ninactive_file " + files + "\nactive_file 7\n");
    }

    @Test
    void withoutALimitItIsTheMachines() throws IOException {
        write("proc/self/cgroup", "0::/user.slice\n");
        group("user.slice/", "max", GIGA, 0);

        assertThat(memory.now()).isEqualTo(8 * GIGA);
    }

    @Test
    void aServicesLimitCountsWithoutWhatItsFilesTake() throws IOException {
        write("proc/self/cgroup", "0::/system.slice/bot.service\n");
        group("system.slice/bot.service/", Long.toString(2 * GIGA), GIGA, GIGA / 2);
        group("system.slice/", "max", 3 * GIGA, 0);

        assertThat(memory.now()).isEqualTo(3 * GIGA / 2);
    }

    @Test
    void theLimitOfAGroupAroundItCountsToo() throws IOException {
        write("proc/self/cgroup", "0::/a/b\n");
        group("a/b/", Long.toString(4 * GIGA), GIGA, 0);
        group("a/", Long.toString(4 * GIGA), 3 * GIGA, 0);

        assertThat(memory.now()).isEqualTo(GIGA);
    }

    @Test
    void aContainerSeesItsOwnGroupOnly() throws IOException {
        write("proc/self/cgroup", "0::/\n");
        group("", Long.toString(2 * GIGA), GIGA, 0);

        assertThat(memory.now()).isEqualTo(GIGA);
    }

    @Test
    void theOlderGroupsCountAsWell() throws IOException {
        write("proc/self/cgroup", "12:pids:/docker/1\n9:memory:/docker/1\n0::/\n");
        write("cgroup/memory/memory.limit_in_bytes", 3 * GIGA + "\n");
        write("cgroup/memory/memory.usage_in_bytes", 2 * GIGA + "\n");
        write("cgroup/memory/memory.stat", "cache 5\ntotal_inactive_file 1024\n");

        assertThat(memory.now()).isEqualTo(GIGA + 1024);
    }

    @Test
    void aGroupThatIsOverItsLimitHasNothingLeft() throws IOException {
        write("proc/self/cgroup", "0::/\n");
        group("", "1000", 2000, 0);

        assertThat(memory.now()).isZero();
    }

    @Test
    void aSystemThatDoesNotSayHasAsMuchAsOneLikes() {
        assertThat(new FreeMemory(dir.resolve("none"), dir.resolve("none")).now())
                .isEqualTo(Long.MAX_VALUE);
        assertThat(FreeMemory.bytes()).isPositive();
    }
}
