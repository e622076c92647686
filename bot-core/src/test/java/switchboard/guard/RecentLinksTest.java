package switchboard.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecentLinksTest {

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE);

    @Test
    void aLinkIsSeenASecondLater(@TempDir Path dir) throws IOException {
        var secrets = Files.createDirectory(dir.resolve("secrets"));
        var closed = ClosedPaths.of(List.of(dir.resolve("own")), Map.of("HOME", dir + "/home"))
                .with(new RecentLinks(nanos::get));
        assertThat(closed.isClosed(secrets)).isFalse();

        Files.createSymbolicLink(dir.resolve("own"), secrets);

        assertThat(closed.isClosed(dir.resolve("own"))).isTrue();
        assertThat(closed.isClosed(secrets)).isFalse();
        nanos.addAndGet(RecentLinks.LOOK_AGAIN.toNanos());
        assertThat(closed.isClosed(secrets)).isTrue();
    }
}
