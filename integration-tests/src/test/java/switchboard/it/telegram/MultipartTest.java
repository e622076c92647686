package switchboard.it.telegram;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import switchboard.botapi.ApiError;

class MultipartTest {

    private static final String TYPE = "multipart/form-data; boundary=\"xyz\"";

    @Test
    void bytesComeOutAsTheyWereWhateverTheyAre() {
        var bytes = new byte[2000];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (i * 7);
        }
        var body = new ByteArrayOutputStream();
        var head = """
                --xyz
                Content-Disposition: form-data; name="chat_id"

                1
                --xyz
                Content-Disposition: form-data; name="document"; filename="größe.bin"
                Content-Type: a/b

                """;
        body.writeBytes(head.replace("\n", "\r\n").getBytes(UTF_8));
        body.writeBytes(bytes);
        body.writeBytes("\r\n--xyz--\r\n".getBytes(ISO_8859_1));

        var params = Multipart.read(TYPE, body.toByteArray());

        assertThat(params.text("chat_id")).isEqualTo("1");
        var file = Objects.requireNonNull(params.files().get("document"));
        assertThat(file.bytes()).isEqualTo(bytes);
        assertThat(file.name()).isEqualTo("größe.bin");
        assertThat(file.mimeType()).isEqualTo("a/b");
    }

    @Test
    void aBodyThatIsCutOffIsRefused() {
        for (var cut :
                new String[] {"--xyz", "--xyz\r\n", "--xyz\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nhalf"
                }) {
            assertThatThrownBy(() -> Multipart.read(TYPE, cut.getBytes(UTF_8)))
                    .as(cut)
                    .isInstanceOf(ApiError.class)
                    .hasMessage("Bad Request: can't parse multipart body");
        }
    }
}
