package switchboard.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import switchboard.guard.ClosedPaths;
import switchboard.model.ChatId;
import switchboard.model.ChatState;
import switchboard.model.Offers;
import switchboard.model.Origin;
import switchboard.model.Session;
import switchboard.model.SessionId;
import switchboard.model.SessionOffer;

class ShareCommandTest {

    private static final ChatId FAMILY = ChatId.of(-5);

    @TempDir
    Path temp;

    private Path folder;
    private Path secret;
    private TestChat chat;

    @BeforeEach
    void aChatWithOthers() throws IOException {
        folder = temp.toRealPath();
        secret = Files.createDirectory(folder.resolve("secret"));
        var closed = ClosedPaths.of(List.of(secret), Map.of());
        chat = new TestChat(
                TestChat.ID,
                new Directories(
                        folder,
                        Path.of("/nowhere"),
                        List.of(folder),
                        any -> any.equals(FAMILY) ? closed : ClosedPaths.of(List.of(), Map.of())));
        chat.others.add(TestChat.other(FAMILY.chat(), "Family", Duration.ofMinutes(5)));
        chat.others.add(TestChat.other(-6, "Work [team]", Duration.ofMinutes(9)));
    }

    @Test
    void whereNothingWasSaidThereIsNothingToShare() {
        assertThat(chat.give("/share -5")).startsWith("Nothing has been said in this session yet");
        assertThat(chat.state().atRest()).isTrue();
    }

    @Test
    void theChatsThatTheCallerMaySeeAreButtons() {
        chat.ask("hello").answered();

        assertThat(chat.give("/share")).startsWith("Which chat do you want to offer a copy");
        assertThat(chat.labels()).containsExactly("Family", "Work [team]");
        assertThat(chat.buttons()).containsExactly("/share -5", "/share -6");
    }

    @Test
    void aChatThatIsCalledLikeTheIdOfAnotherDoesNotHideIt() {
        chat.ask("hello").answered();
        chat.others.add(TestChat.other(-7, "-5", Duration.ofMinutes(1)));

        assertThat(chat.give("/share -5")).startsWith("Offered to “Family”");
    }

    @Test
    void inAGroupOtherChatsAreNeitherShownNorFound() {
        chat.ask("hello").answered().inGroup();

        for (var line : List.of("/share", "/share -5", "/share Family")) {
            assertThat(chat.give(line)).isEqualTo("There is no other chat that you may see from here.");
        }
        chat.others.add(TestChat.summary(
                new ChatId(TestChat.ID.chat(), 7), "Topic", Duration.ZERO, switchboard.model.Activity.IDLE));
        assertThat(chat.give("/share -5")).isEqualTo("I know no chat called “\\-5”. Send /share to pick one.");
        chat.give("/share");
        assertThat(chat.buttons()).containsExactly("/share 123456_7");
        assertThat(chat.state().offers().made()).isEmpty();
    }

    @Test
    void anOfferIsACopyAsOfNow() {
        var session = chat.ask("hello").answered().state().session();

        assertThat(chat.give("/share -5")).isEqualTo("Offered to “Family”. Its people decide if they want the copy.");
        var offer = chat.state().offers().made().getFirst();
        assertThat(offer.to()).isEqualTo(FAMILY);
        assertThat(offer.from()).isEqualTo(TestChat.ID);
        assertThat(List.of(offer.by(), offer.label())).containsExactly("Ada", "hello");
        assertThat(offer.session().origin()).isEqualTo(new Origin(session.id(), null, TestChat.NOW));
        assertThat(offer.session().id()).isNotEqualTo(session.id());
        assertThat(chat.state().atRest()).as("until it has arrived").isFalse();
        assertThat(chat.state().session()).isEqualTo(session);
    }

    @Test
    void whatIsAtWorkMayBeSharedToo() {
        chat.ask("hello");

        assertThat(chat.give("/share family")).startsWith("Offered to “Family”");
    }

    @Test
    void aNameOfSeveralChatsOrOfNoneOffersNothing() {
        chat.ask("hello").answered();
        chat.others.add(TestChat.other(-7, "Family", Duration.ofMinutes(5)));

        assertThat(chat.give("/share Family")).startsWith("Several chats are called “Family”");
        assertThat(chat.give("/share --option")).startsWith("I know no chat");
        assertThat(chat.give("/share " + TestChat.ID)).as("itself").startsWith("I know no chat");
        assertThat(chat.state().offers().made()).isEmpty();
    }

    @Test
    void aChatThatMayNotWorkInTheFolderIsOfferedNothing() {
        chat.change(state -> state.move(used("s", secret)));

        assertThat(chat.give("/share -5"))
                .isEqualTo("“Family” may not work in `" + secret + "`, so it can't continue this session.");
        assertThat(chat.give("/share -6")).startsWith("Offered to “Work");
    }

    @Test
    void offersThatNobodyStoresAreBounded() {
        chat.ask("hello").answered();
        for (var time = 0; time < 20; time++) {
            chat.give("/share -5");
        }

        assertThat(chat.give("/share -5")).startsWith("Too many offers");
        assertThat(chat.state().offers().made()).hasSize(20);
    }

    // In the chat that gets it

    @Test
    void whatIsOnOfferToThisChatIsShownAgain() {
        receive("k1", folder);

        assertThat(chat.give("/share"))
                .contains("nothing to share", "**Bob** in “Home” offers this chat a copy of a session: “Tea”");
        assertThat(chat.labels()).containsExactly("Continue from it", "No");
        assertThat(chat.buttons()).containsExactly("/answer-offer take k1", "/answer-offer no k1");
    }

    @Test
    void aCopyThatIsTakenIsThisChatsSession() {
        var before = chat.ask("hello").answered().state().session();
        receive("k1", folder);

        assertThat(chat.give("/answer-offer take k1"))
                .isEqualTo("Now in “Tea”, a copy of this session, in `" + folder + "`. /resume goes back.");
        assertThat(chat.state().session().origin()).isEqualTo(new Origin(new SessionId("s-k1"), null, TestChat.NOW));
        assertThat(chat.state().past()).extracting(Session::id).containsExactly(before.id());
        assertThat(chat.give("/answer-offer take k1")).isEqualTo("This offer is no longer open.");
    }

    @Test
    void whileATaskRunsACopyThatIsTakenWaits() {
        chat.ask("hello");
        receive("k1", folder);

        assertThat(chat.give("/answer-offer take k1")).startsWith("I'll switch to");
        assertThat(chat.give("/answer-offer take k1")).as("a second press").isEqualTo("This offer is no longer open.");
        assertThat(chat.state().queue().moves()).hasSize(1);
    }

    @Test
    void theRulesForFoldersAreThoseOfTheChatThatTakesIt() throws IOException {
        var outside = Files.createTempDirectory("outside").toRealPath();
        receive("k1", outside);
        receive("k2", folder.resolve("gone"));
        var before = chat.state();

        assertThat(chat.give("/answer-offer take k1")).contains("is not allowed here (ALLOWED_PATHS)");
        assertThat(chat.give("/answer-offer take k2")).contains("is gone");
        assertThat(chat.state()).as("both are still open").isEqualTo(before);
    }

    @Test
    void aFolderThatIsClosedToTheChatThatTakesItIsNotEntered() {
        chat = new TestChat(
                TestChat.ID,
                new Directories(
                        folder,
                        Path.of("/nowhere"),
                        List.of(folder),
                        any -> ClosedPaths.of(List.of(secret), Map.of())));
        receive("k1", secret);

        assertThat(chat.give("/answer-offer take k1")).contains("is closed to this chat");
    }

    @Test
    void onlyTheLatestOffersAreOpen() {
        for (var number = 0; number < Offers.MOST + 2; number++) {
            receive("k" + number, folder);
        }

        assertThat(chat.give("/answer-offer no k0")).isEqualTo("This offer is no longer open.");
        assertThat(chat.give("/answer-offer no k2")).isEqualTo("OK, the offer is declined.");
    }

    private void receive(String key, Path where) {
        var session = used("s-" + key, where).forkNow(TestChat.NOW);
        chat.change(state -> state.with(
                ChatState::offers,
                offers -> offers.receive(
                        new SessionOffer(key, FAMILY, TestChat.ID, "Bob", "Home", "Tea", session, TestChat.NOW))));
    }

    private static Session used(String id, Path where) {
        return new Session(new SessionId(id), Session.FIRST_AGENT, true, where, null, null, TestChat.NOW, 0);
    }
}
