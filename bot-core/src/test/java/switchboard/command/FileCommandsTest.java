package switchboard.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import switchboard.guard.ClosedPaths;
import switchboard.model.FileSearch;
import switchboard.model.FileSearch.Found;
import switchboard.model.Session;

class FileCommandsTest {

    private static final Path WORK = Path.of("/work");
    private static final Path HOME = Path.of("/home/ada");

    private final TestChat chat = new TestChat(
            TestChat.ID, new Directories(WORK, HOME, List.of(WORK), any -> ClosedPaths.of(List.of(), Map.of())));

    @Test
    void aPathThatOnlyOneFileMatchesIsSent() {
        chat.finds(new Found(List.of(WORK.resolve("notes.md")), false));

        assertThat(chat.give("/file notes.md")).isEmpty();
        assertThat(chat.searches).containsExactly(new FileSearch(WORK, List.of("notes.md"), Set.of()));
        assertThat(chat.actions).contains(new Reaction.SendFile(WORK.resolve("notes.md")));
    }

    @Test
    void severalMatchesAreOfferedAndAPressSendsOne() {
        var deep = WORK.resolve("d".repeat(60)).resolve("my notes.md");
        chat.finds(new Found(List.of(WORK.resolve("notes.md"), deep), true));

        assertThat(chat.give("/file notes"))
                .isEqualTo("Several files match. Which one? There are more. Send /file with a part of the name.");
        assertThat(chat.labels()).containsExactly("📎 notes.md", "📎 …" + "d".repeat(27) + "/my notes.md");
        assertThat(chat.buttons().getFirst()).isEqualTo("/file /work/notes.md");
        assertThat(chat.buttons().getLast()).matches("/file §[0-9a-f]{12}");
    }

    @Test
    void aButtonWithAQuotedPathNamesTheSameFile() {
        chat.finds(new Found(List.of(WORK.resolve("a b"), HOME.resolve("it's.md")), false));
        chat.give("/file x");

        assertThat(chat.buttons()).containsExactly("/file '/work/a b'", "/file ~/it's.md");
        chat.give("/file '/work/a b'");
        assertThat(chat.searches.getLast().names()).containsExactly("'/work/a b'", "/work/a b");
        chat.give("/file ~/it's.md");
        assertThat(chat.searches.getLast().names()).contains("/home/ada/it's.md");
    }

    @Test
    void theOnlyOneOfALongSearchIsOfferedAndNotSent() {
        chat.finds(new Found(List.of(WORK.resolve("notes.md")), true));
        chat.give("/file notes");

        assertThat(chat.buttons()).hasSize(1);
    }

    @Test
    void whatIsNotFoundIsSaid() {
        assertThat(chat.give("/file x.md")).isEqualTo("I found no file `x.md` here.");
        assertThat(chat.give("/file")).isEqualTo("There are no files in this folder.");
    }

    @Test
    void aSearchThatDidNotSeeAllSaysSo() {
        var note = "I couldn't look at every file here. If yours is missing, send /file with its whole path.";
        chat.finds(new Found(List.of(), false, false));
        assertThat(chat.give("/file x.md")).isEqualTo("I found no file `x.md` here. " + note);
        assertThat(chat.give("/file")).isEqualTo("There are no files in this folder. " + note);
        assertThat(chat.give("/image")).isEqualTo("There are no pictures in this folder. " + note);

        chat.finds(new Found(List.of(WORK.resolve("notes.md")), false, false));
        assertThat(chat.give("/file notes")).isEqualTo("Is it this one? " + note);
        assertThat(chat.buttons()).hasSize(1);
    }

    @Test
    void withoutAPathTheNewestAreOffered() {
        chat.finds(new Found(List.of(WORK.resolve("notes.md")), false));

        assertThat(chat.give("/file")).isEqualTo("Which one? The newest come first.");
        assertThat(chat.buttons()).containsExactly("/file /work/notes.md");
    }

    @ParameterizedTest
    @CsvSource({
        "image, png, There are no pictures in this folder.",
        "pdf, pdf, There are no PDF files in this folder.",
        "docx, docx, There are no text documents in this folder.",
        "html, htm, There are no web pages in this folder."
    })
    void filesOfAKindAreOffered(String command, String ending, String none) {
        assertThat(chat.give("/" + command)).isEqualTo(none);
        assertThat(chat.searches.getLast().names()).isEmpty();
        assertThat(chat.searches.getLast().endings()).contains(ending);

        chat.finds(new Found(
                IntStream.range(0, 3)
                        .mapToObj(each -> WORK.resolve(each + "." + ending))
                        .toList(),
                false));
        assertThat(chat.give("/" + command)).isEqualTo("Which one? The newest come first.");
        assertThat(chat.labels()).containsExactly("📎 0." + ending, "📎 1." + ending, "📎 2." + ending);
    }

    @Test
    void theDirectoryIsTheOneToWhichTheChatGoes() {
        chat.ask("hold");
        chat.change(before -> before.move(Session.fresh(Path.of("/work/sub"), null, TestChat.NOW)));
        chat.give("/image");

        assertThat(chat.searches.getLast().directory()).isEqualTo(Path.of("/work/sub"));
    }

    @Test
    void controlCharactersOfANameAreNoLabel() {
        chat.finds(new Found(List.of(WORK.resolve("a\u202Egnp.exe")), false));
        chat.give("/file");

        assertThat(chat.labels()).containsExactly("📎 a_gnp.exe");
    }
}
