package switchboard.telegram.update;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import switchboard.model.Caller;
import switchboard.model.ChatId;
import switchboard.model.ChatName;
import switchboard.model.Content;
import switchboard.telegram.update.PasteJoiner.Joined;
import switchboard.telegram.update.media.Brought;

class PasteJoinerTest {

    private static final ChatId DEV = ChatId.of(-1);
    private static final ChatId OPS = ChatId.of(-2);
    private static final long ADA = 111;
    private static final long BOB = 333;
    private static final String FULL = "x".repeat(PasteJoiner.FULL);
    private static final String CUT_AT_A_SPACE = "x".repeat(PasteJoiner.NEARLY_FULL);

    @Test
    void thePiecesOfAPasteAreOnePrompt() {
        var joined = join(ask(DEV, ADA, FULL), ask(DEV, ADA, FULL), ask(DEV, ADA, "the end"));

        assertThat(joined).extracting(Joined::updateIds).containsExactly(List.of(1L, 2L, 3L));
        assertThat(text(joined.getFirst())).isEqualTo(FULL + FULL + "the end");
        assertThat(joined).noneMatch(Joined::open);
    }

    @Test
    void aJoinedPromptIsTheReplyThatItsFirstPieceIs() {
        var first = new Inbound.Ask(source(DEV, ADA, FULL), FULL, 9);

        assertThat(join(first, ask(DEV, ADA, "end")))
                .extracting(Joined::inbound)
                .containsExactly(
                        new Inbound.Ask(first.source(), first.said(), 9, List.of(), List.of(piece(2, "", "end"))));
    }

    @Test
    void theWhiteSpaceAtWhichAPieceWasCutComesBackAsALineBreak() {
        assertThat(text(join(ask(DEV, ADA, CUT_AT_A_SPACE), ask(DEV, ADA, "end"))
                        .getFirst()))
                .isEqualTo(CUT_AT_A_SPACE + "\nend");
    }

    @Test
    void aPieceIsAsLongAsItWasBeforeTheMentionWasTakenOut() {
        var first = new Inbound.Ask(source(DEV, ADA, FULL), CUT_AT_A_SPACE, 0);

        assertThat(text(join(first, ask(DEV, ADA, "end")).getFirst())).isEqualTo(CUT_AT_A_SPACE + "end");
    }

    @Test
    void shortMessagesStayApart() {
        assertThat(join(ask(DEV, ADA, "x".repeat(PasteJoiner.CUT_FROM - 1)), ask(DEV, ADA, "two")))
                .hasSize(2)
                .noneMatch(Joined::open);
    }

    @Test
    void whatIsSaidLaterIsNoPiece() {
        assertThat(join(ask(DEV, ADA, FULL), new Inbound.Ask(later(11, "later"), "later", 0)))
                .extracting(Joined::updateIds)
                .containsExactly(List.of(1L), List.of(2L));
    }

    @Test
    void aPieceThatADesktopHasCutAtAnEmptyLineIsFollowedWithinASecond() {
        var half = ask(DEV, ADA, "x".repeat(PasteJoiner.CUT_FROM));

        assertThat(join(half, new Inbound.Ask(later(1, "end"), "end", 0))).hasSize(1);
        assertThat(join(half, new Inbound.Ask(later(2, "end"), "end", 0))).hasSize(2);
    }

    @Test
    void aPieceBelongsToThePasteWhateverItBeginsWith() {
        var log = slash(later(1, "/status 200 3ms\n/stop 404"), "status", "200 3ms\n/stop 404");
        var joined = join(ask(DEV, ADA, FULL), log, ask(DEV, ADA, "hi"));

        assertThat(joined).extracting(Joined::updateIds).containsExactly(List.of(1L, 2L), List.of(3L));
        assertThat(text(joined.getFirst())).isEqualTo(FULL + "/status 200 3ms\n/stop 404");
    }

    @Test
    void whatAKillHasLeftOfAPasteIsAPromptThoughItBeginsWithASlash() {
        var log = slash(later(1, "/stop 404 1ms"), "stop", "404 1ms");
        var whole = (Inbound.Ask) join(ask(DEV, ADA, FULL), log).getFirst().inbound();

        assertThat(whole.without(List.of(1L)))
                .isInstanceOfSatisfying(
                        Inbound.Ask.class, left -> assertThat(left.whole()).isEqualTo("/stop 404 1ms"));
    }

    @Test
    void aCommandAMomentAfterAPasteStaysOne() {
        assertThat(join(ask(DEV, ADA, FULL), slash(later(2, "/cd src"), "cd", "src")))
                .extracting(Joined::updateIds)
                .containsExactly(List.of(1L), List.of(2L));
    }

    @Test
    void whatIsNothingButACommandIsOneThoughItComesAtOnce() {
        var joined = join(ask(DEV, ADA, FULL), slash(source(DEV, ADA, "/stop"), "stop", ""));

        assertThat(joined).extracting(Joined::updateIds).containsExactly(List.of(1L), List.of(2L));
        assertThat(joined).noneMatch(Joined::open);
    }

    @Test
    void aSignRightAfterAPasteIsAPieceOfItThoughNothingFollows() {
        for (var text : List.of("!", "!rm -rf /", "!!")) {
            var piece = slash(source(DEV, ADA, text), "shell", text.substring(1));

            assertThat(join(ask(DEV, ADA, FULL), piece))
                    .singleElement()
                    .satisfies(joined -> assertThat(text(joined)).isEqualTo(FULL + text));
        }
    }

    @Test
    void aPieceOfAForwardedTextIsJoinedToNothingButThatText() {
        var forwarded = new Inbound.Ask(forwarded(FULL), FULL, 0);

        assertThat(join(forwarded, new Inbound.Ask(forwarded("end"), "end", 0))).hasSize(1);
        assertThat(join(forwarded, ask(DEV, ADA, "what is that?"))).hasSize(2);
    }

    @Test
    void aFenceThatWasCutIsWholeAgain() {
        var code = new EntityText.Span(0, FULL.length(), "pre", "java");
        var first = EntityText.plain("").plus("", new EntityText(FULL, List.of(code)));
        var next = new EntityText("end", List.of(new EntityText.Span(0, 3, "pre", "java")));
        var joined = join(asking(first), asking(next));

        assertThat(text(joined.getFirst())).isEqualTo("```java\n" + FULL + "end\n```");
    }

    @Test
    void aFileRightAfterAPasteIsNoPieceOfItThoughItHasWords() {
        var file = new Content.Attachment("f1", Content.Attachment.Kind.PHOTO, null, null, null);
        var sent = asking(EntityText.plain("this"), new Brought("a photo", List.of(file), ""));

        assertThat(join(ask(DEV, ADA, FULL), sent))
                .extracting(Joined::inbound)
                .containsExactly(ask(DEV, ADA, FULL), sent);
    }

    @Test
    void aLongCaptionIsNoPieceOfAPaste() {
        assertThat(join(asking(EntityText.plain(FULL), new Brought("a photo", List.of(), "")), ask(DEV, ADA, "end")))
                .hasSize(2)
                .noneMatch(Joined::open);
    }

    @Test
    void aMentionInAFurtherPieceIsPartOfTheText() {
        var mention = new Inbound.Ask(source(DEV, ADA, "@my_bot is down"), "is down", 0);

        assertThat(text(join(ask(DEV, ADA, FULL), mention).getFirst())).isEqualTo(FULL + "@my_bot is down");
    }

    @Test
    void whatIsLeftOfAPasteWhoseBeginningWasTakenIsAPromptOfItsOwn() {
        var whole = (Inbound.Ask) join(ask(DEV, ADA, CUT_AT_A_SPACE), ask(DEV, ADA, FULL), ask(DEV, ADA, "end"))
                .getFirst()
                .inbound();

        assertThat(whole.updateIds()).containsExactly(1L, 2L, 3L);
        assertThat(whole.without(List.of(1L)).whole()).isEqualTo(FULL + "end");
        assertThat(whole.without(List.of(1L)).updateIds()).containsExactly(2L, 3L);
        assertThat(whole.without(List.of(2L, 3L)).whole()).isEqualTo(CUT_AT_A_SPACE);
    }

    @Test
    void whatIsLeftOfACommandThatWasDoneIsAPrompt() {
        var slash = slash(source(DEV, ADA, FULL), "ask", FULL);
        var whole = (Inbound.Slash) join(slash, ask(DEV, ADA, "end")).getFirst().inbound();

        assertThat(whole.without(List.of(1L)))
                .isInstanceOfSatisfying(
                        Inbound.Ask.class, left -> assertThat(left.whole()).isEqualTo("end"));
        assertThat(whole.without(List.of(2L))).isEqualTo(slash);
    }

    @Test
    void aFullLastPieceIsOpen() {
        assertThat(join(ask(DEV, ADA, FULL))).singleElement().matches(Joined::open);
    }

    @Test
    void otherChatsMayStandBetween() {
        var joined = join(ask(DEV, ADA, FULL), ask(OPS, ADA, "hi"), ask(DEV, ADA, "end"));

        assertThat(joined).extracting(Joined::updateIds).containsExactly(List.of(1L, 3L), List.of(2L));
    }

    @Test
    void anotherSendersWordsAreNoPieceThoughTheyBearTheSameName() {
        assertThat(join(ask(DEV, ADA, FULL), ask(DEV, BOB, "hi")))
                .extracting(Joined::updateIds)
                .containsExactly(List.of(1L), List.of(2L));
    }

    @Test
    void theRestOfAPasteBelongsToItThoughSomebodyElseSpeaksInBetween() {
        var joined = join(
                ask(DEV, ADA, FULL),
                ask(DEV, BOB, FULL),
                overheard(ADA, FULL),
                slash(source(DEV, BOB, "/status"), "status", ""),
                overheard(BOB, "lunch?"),
                overheard(ADA, "end"));

        assertThat(joined)
                .extracting(Joined::updateIds)
                .containsExactly(List.of(1L, 3L, 6L), List.of(2L), List.of(4L), List.of(5L));
        assertThat(text(joined.getFirst())).isEqualTo(FULL + FULL + "end");
        assertThat(joined).noneMatch(Joined::open);
    }

    @Test
    void aFurtherPieceInAGroupNeedNotAddressTheBot() {
        var joined = join(ask(DEV, ADA, FULL), overheard(BOB, "lunch?"), overheard(ADA, FULL), overheard(ADA, "end"));

        assertThat(joined).extracting(Joined::updateIds).containsExactly(List.of(1L, 3L, 4L), List.of(2L));
        assertThat(text(joined.getFirst())).isEqualTo(FULL + FULL + "end");
    }

    @Test
    void aFurtherPieceInAGroupMayBeginWithAnotherBotsCommand() {
        var joined = join(ask(DEV, ADA, FULL), overheard(ADA, "/healthz@other_bot 200 3ms"));

        assertThat(text(joined.getFirst())).isEqualTo(FULL + "/healthz@other_bot 200 3ms");
    }

    @Test
    void whatIsOverheardAndNoPieceIsNothing() {
        assertThat(join(overheard(ADA, FULL), ask(DEV, ADA, "hi"), overheard(ADA, "lunch?")))
                .extracting(Joined::inbound)
                .satisfiesExactly(
                        first -> assertThat(first).isInstanceOf(Inbound.Nothing.class),
                        second -> assertThat(second).isEqualTo(ask(DEV, ADA, "hi")),
                        third -> assertThat(third).isInstanceOf(Inbound.Nothing.class));
    }

    @Test
    void whatIsFollowedByAnythingElseInItsChatIsComplete() {
        var joined = join(
                ask(DEV, ADA, FULL),
                slash(source(DEV, ADA, "/stop"), "stop", ""),
                ask(DEV, ADA, FULL),
                ask(DEV, BOB, "hi"),
                ask(OPS, ADA, FULL));

        assertThat(joined).extracting(Joined::open).containsExactly(false, false, false, false, true);
    }

    @Test
    void aLongCommandGoesOnInTheNextMessage() {
        var slash = slash(source(DEV, ADA, FULL), "ask", CUT_AT_A_SPACE);

        assertThat(join(slash)).singleElement().matches(Joined::open);
        assertThat(join(slash, ask(DEV, ADA, "end")))
                .extracting(Joined::inbound)
                .containsExactly(new Inbound.Slash(
                        slash.source(), "ask", slash.argument(), 0, List.of(), List.of(piece(2, "", "end"))));
    }

    private static List<Joined> join(Inbound... inbound) {
        return PasteJoiner.join(
                List.of(inbound),
                LongStream.rangeClosed(1, inbound.length).boxed().toList());
    }

    private static String text(Joined joined) {
        return ((Inbound.Ask) joined.inbound()).whole();
    }

    private static Inbound.Ask ask(ChatId chat, long sender, String text) {
        return new Inbound.Ask(source(chat, sender, text), text, 0);
    }

    private static Inbound.Ask asking(EntityText said) {
        return asking(said, Brought.NOTHING);
    }

    private static Inbound.Ask asking(EntityText said, Brought brought) {
        var source = new Inbound.Source(1, DEV, 1, person(ADA), ChatName.UNKNOWN, Instant.EPOCH, said, "", brought);
        return new Inbound.Ask(source, said, 0, List.of(), List.of());
    }

    private static Inbound.Slash slash(Inbound.Source source, String name, String argument) {
        return new Inbound.Slash(source, name, argument);
    }

    private static Inbound.Overheard overheard(long sender, String text) {
        return new Inbound.Overheard(source(DEV, sender, text));
    }

    private static Inbound.Piece piece(long update, String gap, String text) {
        return new Inbound.Piece(update, 1, gap, EntityText.plain(text));
    }

    private static Inbound.Source source(ChatId chat, long sender, String text) {
        return source(chat, sender, Instant.EPOCH, text, "");
    }

    private static Inbound.Source later(long seconds, String text) {
        return source(DEV, ADA, Instant.EPOCH.plusSeconds(seconds), text, "");
    }

    private static Inbound.Source forwarded(String text) {
        return source(DEV, ADA, Instant.EPOCH, text, "Bob");
    }

    private static Inbound.Source source(ChatId chat, long sender, Instant at, String text, String from) {
        return new Inbound.Source(1, chat, 1, person(sender), ChatName.UNKNOWN, at, EntityText.plain(text), from);
    }

    private static Caller person(long id) {
        return new Caller(Long.toString(id), "A. Person", Caller.Role.USER, false);
    }
}
