package switchboard.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import switchboard.model.Content.Attachment;
import switchboard.model.Reply;

class FileNoticesTest {

    @Test
    void filesThatClaudeCannotLookAtAreNamed() {
        assertThat(FileNotices.notShown(files(2)).text())
                .isEqualTo("📎 Claude can't look at `0.heic`, `1.heic` directly. It has the path and can work with the "
                        + "file there.");
        assertThat(FileNotices.notShown(files(7)).text()).contains("`4.heic`, and 2 more directly");
    }

    @Test
    void aSessionWithManyFilesOffersANewOne() {
        var reply = FileNotices.addUp(27_900_000).reply();

        assertThat(reply.text()).contains("27 MB");
        assertThat(reply.buttons()).containsExactly(List.of(new Reply.Button("New session", "/new")));
    }

    private static List<Attachment> files(int count) {
        return IntStream.range(0, count)
                .mapToObj(number -> new Attachment("r" + number, Attachment.Kind.FILE, number + ".heic", null, null))
                .toList();
    }
}
