package switchboard.botapi.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FileNameTest {

    @Test
    void aNameIsKeptUnlessItIsAPathOrHidesSomething() {
        assertThat(FileName.of("Übersicht 2026 (1).pdf")).isEqualTo("Übersicht 2026 (1).pdf");
        assertThat(FileName.of("../../etc/passwd")).isEqualTo("passwd");
        assertThat(FileName.of("C:\\temp\\a.txt")).isEqualTo("a.txt");
        assertThat(FileName.of("invoice\u202Efdp.exe\r\n")).isEqualTo("invoicefdp.exe");
        assertThat(FileName.of("👨‍👩‍👧.png")).isEqualTo("👨‍👩‍👧.png");
        for (var nothing : new String[] {"", " ", ".", "..", "a/..", "\u0000", "/"}) {
            assertThat(FileName.of(nothing)).as(nothing).isEqualTo("file");
        }
    }

    @Test
    void aLongNameKeepsItsEnding() {
        assertThat(FileName.of("x".repeat(300) + ".png")).hasSize(200).endsWith("x.png");
        assertThat(FileName.of("x".repeat(300))).hasSize(200);
        assertThat(FileName.of("x" + "😀".repeat(150))).hasSize(199).endsWith("😀");
    }

    @Test
    void aTypeHasNoParameters() {
        assertThat(FileName.type("Audio/WebM; codecs=opus")).isEqualTo("audio/webm");
        assertThat(FileName.type("")).isEqualTo("application/octet-stream");
        assertThat(FileName.type("text/html\r\nSet-Cookie: a=b")).isEqualTo("application/octet-stream");
    }
}
