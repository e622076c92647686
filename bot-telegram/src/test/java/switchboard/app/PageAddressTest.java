package switchboard.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import switchboard.web.AccessKey;

class PageAddressTest {

    private static final AccessKey KEY = AccessKey.random();

    @TempDir
    Path dir;

    @Test
    void aLogLearnsWhereTheKeyIsAndNotWhatItIs() {
        assertThat(page(true).described())
                .isEqualTo("http://localhost:8585/?key=KEY with the key in " + dir.resolve("http-token"));
        assertThat(page(false).described())
                .isEqualTo("http://localhost:8585/?key=KEY with the key that HTTP_TOKEN says");
    }

    @Test
    void theBrowserIsGivenAFileOfTheOwnerAloneAndNotTheKey() throws Exception {
        var seen = dir.resolve("seen");
        var program = Files.writeString(dir.resolve("xdg-open"), "#!/bin/sh\nprintf %s \"$*\" > " + seen + "\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));

        var opened = page(true).openBrowser(Map.of("DISPLAY", ":0", "PATH", "/nowhere:" + dir));

        assertThat(opened.orElseThrow().waitFor(60, TimeUnit.SECONDS)).isTrue();
        var file = dir.resolve("open.html");
        assertThat(seen).hasContent(file.toString());
        assertThat(Files.readString(file)).contains("url=http://localhost:8585/?key=" + KEY.value());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void withoutADesktopNothingIsOpenedNorWritten() throws Exception {
        assertThat(page(true).openBrowser(Map.of("PATH", dir.toString()))).isEmpty();
        assertThat(page(true).openBrowser(Map.of("DISPLAY", ":0", "PATH", dir.toString())))
                .isEmpty();
        assertThat(dir).isEmptyDirectory();
    }

    private PageAddress page(boolean isKept) {
        return new PageAddress(URI.create("http://localhost:8585/"), KEY, isKept, dir);
    }
}
