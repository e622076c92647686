package switchboard.telegram.update;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import switchboard.model.ChatId;
import switchboard.telegram.update.PasteJoiner.Joined;

class PasteJoinerTest {

    private static final ChatId DEV = ChatId.of(-1);
    private static final ChatId OPS = ChatId.of(-2);
    private static final String FULL = "x".repeat(PasteJoiner.NEARLY_FULL);

    @Test
    void thePiecesOfAPasteAreOnePrompt() {
        var joined = join(ask(DEV, "Ada", FULL), ask(DEV, "Ada", FULL), ask(DEV, "Ada", "the end"));

        assertThat(joined)
                .containsExactly(new Joined(List.of(1L, 2L, 3L), ask(DEV, "Ada", FULL + FULL + "the end"), false));
    }

    @Test
    void aJoinedPromptIsTheReplyThatItsFirstPieceIs() {
        var first = new Routed.Ask(source(DEV, "Ada"), FULL, 9);

        assertThat(join(first, ask(DEV, "Ada", "end")))
                .extracting(Joined::routed)
                .containsExactly(new Routed.Ask(source(DEV, "Ada"), FULL + "end", 9));
    }

    @Test
    void shortMessagesStayApart() {
        assertThat(join(ask(DEV, "Ada", "x".repeat(PasteJoiner.NEARLY_FULL - 1)), ask(DEV, "Ada", "two")))
                .hasSize(2)
                .noneMatch(Joined::open);
    }

    @Test
    void aFullLastPieceIsOpen() {
        assertThat(join(ask(DEV, "Ada", FULL))).singleElement().matches(Joined::open);
    }

    @Test
    void otherChatsMayStandBetween() {
        var joined = join(ask(DEV, "Ada", FULL), ask(OPS, "Ada", "hi"), ask(DEV, "Ada", "end"));

        assertThat(joined).extracting(Joined::updateIds).containsExactly(List.of(1L, 3L), List.of(2L));
    }

    @Test
    void anotherSendersWordsAreNoPiece() {
        var joined = join(ask(DEV, "Ada", FULL), ask(DEV, "Bob", "hi"), ask(DEV, "Ada", "end"));

        assertThat(joined).extracting(Joined::updateIds).containsExactly(List.of(1L), List.of(2L), List.of(3L));
    }

    @Test
    void whatIsFollowedByAnythingElseInItsChatIsComplete() {
        var joined = join(
                ask(DEV, "Ada", FULL),
                new Routed.Slash(source(DEV, "Ada"), "stop", ""),
                ask(DEV, "Ada", FULL),
                ask(DEV, "Bob", "hi"),
                ask(OPS, "Ada", FULL));

        assertThat(joined).extracting(Joined::open).containsExactly(false, false, false, false, true);
    }

    @Test
    void whatIsNoTextIsNeverJoined() {
        var slash = new Routed.Slash(source(DEV, "Ada"), "ask", FULL);

        assertThat(join(slash, ask(DEV, "Ada", "end"))).hasSize(2).noneMatch(Joined::open);
    }

    private static List<Joined> join(Routed... routed) {
        return PasteJoiner.join(
                List.of(routed),
                LongStream.rangeClosed(1, routed.length).boxed().toList());
    }

    private static Routed.Ask ask(ChatId chat, String sender, String text) {
        return new Routed.Ask(source(chat, sender), text, 0);
    }

    private static Routed.Source source(ChatId chat, String sender) {
        return new Routed.Source(1, chat, 1, sender, "", false, Instant.EPOCH);
    }
}
