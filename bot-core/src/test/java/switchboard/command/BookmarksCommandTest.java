package switchboard.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import switchboard.guard.ClosedPaths;
import switchboard.model.Bookmarks;
import switchboard.model.ChatState;
import switchboard.model.ChatStateJson;

class BookmarksCommandTest {

    @TempDir
    Path temp;

    private Path root;
    private Path shop;
    private Path secret;
    private TestChat chat;

    @BeforeEach
    void aChatWithFolders() throws IOException {
        Files.createDirectory(temp.resolve("outside"));
        root = Files.createDirectory(temp.resolve("in")).toRealPath();
        shop = Files.createDirectory(root.resolve("my shop"));
        secret = root.resolve("secret");
        Files.createDirectory(root.resolve("docs"));
        var closed = ClosedPaths.of(List.of(secret), Map.of());
        chat = new TestChat(TestChat.ID, new Directories(root, root, List.of(root), any -> closed));
    }

    @Test
    void withoutAnyItSaysHowToAddOne() {
        assertThat(chat.give("/bookmarks"))
                .isEqualTo("No bookmarks yet. Send /bookmarks add PATH, or tap below to keep this folder.");
        assertThat(chat.labels()).containsExactly("Bookmark this folder");

        assertThat(chat.give(chat.buttons().getFirst())).startsWith("🔖 Added `" + root + "`.");
        assertThat(chat.labels()).doesNotContain("Bookmark this folder");
    }

    @Test
    void oneIsEnteredAndRemovedByAButtonAlsoAfterARestart() throws IOException {
        chat.give("/bookmarks add my shop");
        assertThat(chat.labels()).containsExactly("🔖 my shop", "Remove 1", "Bookmark this folder");
        var restarted =
                ChatStateJson.read(new ObjectMapper().readTree(ChatStateJson.write(chat.state(), TestChat.NOW)));
        chat.change(before -> restarted).give("/bookmarks");
        var buttons = chat.buttons();

        assertThat(chat.give(buttons.get(0))).startsWith("Now in `" + shop + "`");
        assertThat(chat.give(buttons.get(1))).startsWith("Removed `" + shop + "`. No bookmarks yet.");
        assertThat(chat.give(buttons.get(1))).startsWith("That bookmark is gone already.");
    }

    @Test
    void withoutAPathItIsThisFolderAlsoWhereOneGoesNext() {
        chat.ask("first").give("/cd docs");
        chat.give("/bookmarks add");

        assertThat(chat.state().bookmarks().folders()).containsExactly(root.resolve("docs"));
        assertThat(chat.give("/bookmarks remove")).startsWith("Removed");
        assertThat(chat.state().bookmarks().folders()).isEmpty();
    }

    @Test
    void theSameIsKeptOnceHoweverItIsWritten() throws IOException {
        Files.createSymbolicLink(root.resolve("link"), shop);
        chat.give("/bookmarks add \"my shop\"");

        assertThat(chat.give("/bookmarks add link")).startsWith("`" + shop + "` is bookmarked already.");
        assertThat(chat.give("/bookmarks add ~/my shop/../my shop"))
                .startsWith("`" + shop + "` is bookmarked already.");
        assertThat(chat.state().bookmarks().folders()).containsExactly(shop);
    }

    @Test
    void whatAChatMayNotEnterIsNotKept() throws IOException {
        Files.createDirectory(secret);
        Files.createFile(root.resolve("file"));
        Files.createSymbolicLink(root.resolve("out"), temp.resolve("outside"));

        assertThat(chat.give("/bookmarks add secret")).contains("is closed to chats");
        assertThat(chat.give("/bookmarks add out")).contains("is not allowed");
        assertThat(chat.give("/bookmarks add file")).contains("is a file");
        assertThat(chat.give("/bookmarks add --help")).contains("There is no directory");
        assertThat(chat.state().bookmarks().folders()).isEmpty();
    }

    @Test
    void oneThatIsGoneOrClosedSinceIsNotOfferedButCanBeRemoved() throws IOException {
        var inside = Files.createDirectory(root.resolve("later"));
        chat.give("/bookmarks add later");
        chat.give("/bookmarks add my shop");
        chat.change(state -> state.with(ChatState::bookmarks, bookmarks -> bookmarks.with(secret)));
        Files.createDirectory(secret);
        Files.delete(inside);
        Files.createSymbolicLink(inside, temp.resolve("outside"));
        Files.delete(shop);

        assertThat(chat.give("/bookmarks")).contains("`" + secret + "` (can't be entered now)");
        assertThat(chat.labels()).containsExactly("Remove 1", "Remove 2", "Remove 3", "Bookmark this folder");
        chat.give("/cd");
        assertThat(chat.labels()).doesNotContain("🔖 my shop", "🔖 later", "🔖 secret");
        assertThat(chat.give("/cd " + inside)).contains("is not allowed");
        assertThat(chat.give("/bookmarks remove my shop")).startsWith("Removed `" + shop + "`");
    }

    /** Java's own hash is the same for both. */
    @Test
    void aButtonRemovesItsOwnFolderAlsoIfNamesAreAlike() throws IOException {
        for (var name : List.of("AaAa", "BBBB")) {
            Files.createDirectory(root.resolve(name));
            chat.give("/bookmarks add " + name);
        }
        chat.give("/bookmarks");
        var second = chat.labels().indexOf("Remove 2");

        assertThat(chat.give(chat.buttons().get(second))).startsWith("Removed `" + root.resolve("BBBB") + "`");
    }

    @Test
    void theFolderCommandOffersAllButThePresentOne() {
        chat.give("/bookmarks add");
        chat.give("/bookmarks add my shop");
        chat.give("/cd");

        assertThat(chat.labels()).containsExactly("🔖 my shop", "📁 docs", "📁 my shop");
        assertThat(chat.give(chat.buttons().getFirst())).startsWith("Now in `" + shop + "`");
    }

    @Test
    void aChatKeepsOnlySoMany() throws IOException {
        for (var number = 1; number <= Bookmarks.MOST; number++) {
            Files.createDirectory(root.resolve("d" + number));
            chat.give("/bookmarks add d" + number);
        }

        assertThat(chat.give("/bookmarks add my shop")).startsWith("A chat keeps 20 bookmarks. Remove one first.");
        assertThat(chat.state().bookmarks().folders()).hasSize(Bookmarks.MOST);
        chat.give("/bookmarks remove 3");
        assertThat(chat.give("/bookmarks add my shop")).startsWith("🔖 Added");
    }

    @Test
    void aNameHasNoCharacterThatHidesOnItsButton() throws IOException {
        Files.createDirectory(root.resolve("evil\u202egnp\n2"));
        chat.give("/bookmarks add evil\u202egnp\n2");

        assertThat(chat.labels()).contains("🔖 evil_gnp_2");
        assertThat(chat.give(chat.buttons().getFirst())).startsWith("Now in");
    }

    @Test
    void anotherWordIsExplained() {
        assertThat(chat.give("/bookmarks my shop")).startsWith("/bookmarks does not know “my”.");
    }
}
