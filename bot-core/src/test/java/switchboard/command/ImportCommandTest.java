package switchboard.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import switchboard.guard.ClosedPaths;
import switchboard.model.Content;
import switchboard.model.Session;

class ImportCommandTest {

    private static final Content.Attachment ZIP =
            new Content.Attachment("r1", Content.Attachment.Kind.FILE, "shop_1.zip", "application/zip", 9L);

    @TempDir
    Path temp;

    private Path root;
    private Directories directories;
    private TestChat chat;

    @BeforeEach
    void aChat() throws IOException {
        root = temp.toRealPath();
        Files.createDirectory(root.resolve("shop"));
        directories = new Directories(
                root, root, java.util.List.of(root), any -> ClosedPaths.of(java.util.List.of(), Map.of()));
        chat = new TestChat(TestChat.ID, directories);
    }

    @Test
    void withoutAFileItSaysWhatToSend() {
        assertThat(chat.give("/import"))
                .isEqualTo("Send the file that /export made with /import as its caption, or reply to it with /import.");
        assertThat(chat.state().sessions().coming()).isNull();
    }

    @Test
    void aFileIsExpectedInTheDirectoryToWhichTheChatGoesAndSaysSo() {
        chat.ask("first").give("/cd shop");
        chat.with(new Content.Quote(Content.Quote.Origin.MESSAGE, "Ada", "(a file)"), ZIP);

        assertThat(chat.give("/import"))
                .isEqualTo("📥 Getting the session from shop\\_1.zip. I'll switch to it when it's here.");
        var coming = Objects.requireNonNull(chat.state().sessions().coming());
        assertThat(coming.file()).isEqualTo(ZIP);
        assertThat(coming.directory()).isEqualTo(root.resolve("shop"));
        assertThat(coming.message()).isEqualTo("m-call");
        assertThat(chat.state().atRest()).isFalse();
    }

    @Test
    void oneComesAtATime() {
        chat.with(ZIP, ZIP);
        assertThat(chat.give("/import")).startsWith("One file at a time, please");
        chat.with(ZIP).give("/import");
        var coming = chat.state().sessions().coming();

        assertThat(chat.give("/import"))
                .isEqualTo("I'm still working on shop\\_1.zip. Send this one again when that is done, or after /new,"
                        + " which drops it.");
        assertThat(chat.state().sessions().coming()).isEqualTo(coming);
    }

    @Test
    void theChatEntersTheSessionAndKeepsTheOldOne() {
        chat.ask("before").answered();
        var before = chat.state().session();
        chat.with(ZIP).give("/import");
        var session = session(root);

        var reaction = ImportCommand.arrived(chat.state(), session, facts());

        assertThat(reaction.next().session()).isEqualTo(session);
        assertThat(reaction.next().past()).extracting(Session::id).containsExactly(before.id());
        assertThat(reaction.next().sessions().coming()).isNull();
        assertThat(said(reaction)).isEqualTo("Now in “Shop”, `" + root + "`. /resume goes back.");
    }

    @Test
    void whatWasAskedBeforeIsDoneFirst() {
        chat.with(ZIP).give("/import");
        chat.ask("first").ask("second");
        var before = chat.state().session();

        var reaction = ImportCommand.arrived(chat.state(), session(root), facts());

        assertThat(said(reaction)).isEqualTo("I'll switch to “Shop”, `" + root + "` when the queue is done.");
        chat.change(state -> reaction.next());
        assertThat(chat.state().session().id()).isEqualTo(before.id());
        assertThat(chat.give("/import now")).contains("Dropped: 1 queued message.");
        chat.answered();
        assertThat(chat.state().session().label()).isEqualTo("Shop");
    }

    @Test
    void aDirectoryThatIsNoLongerAllowedIsNotEntered() throws IOException {
        chat.with(ZIP).give("/import");
        var outside = Files.createTempDirectory("outside").toRealPath();

        var reaction = ImportCommand.arrived(chat.state(), session(outside), facts());

        assertThat(said(reaction)).startsWith("I have the session, but its folder");
        assertThat(reaction.next().session()).isEqualTo(chat.state().session());
        assertThat(reaction.next().sessions().coming()).isNull();
        Files.delete(outside);
    }

    @Test
    void aFreshSessionDropsOneThatIsOnItsWay() {
        chat.with(ZIP).give("/import");

        chat.with();
        assertThat(chat.give("/new")).contains("The /import that was on its way is dropped, too.");
        assertThat(chat.state().sessions().coming()).isNull();
    }

    @Test
    void aMistypedNameKeepsTheFile() {
        chat.with(ZIP);
        assertThat(chat.give("/imprt")).startsWith("There's no command /imprt. Did you mean /import");

        chat.with();
        assertThat(chat.give(chat.buttons().getLast())).startsWith("📥 Getting the session");
    }

    private static Session session(Path directory) {
        return Session.fresh(directory, "Shop", TestChat.NOW).usedAt(TestChat.NOW);
    }

    private EngineFacts facts() {
        return chat.facts();
    }

    private static String said(Reaction reaction) {
        return ((Reaction.Say) reaction.actions().getFirst()).reply().text();
    }
}
