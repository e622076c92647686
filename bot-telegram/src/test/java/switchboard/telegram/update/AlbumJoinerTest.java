package switchboard.telegram.update;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import switchboard.model.Caller;
import switchboard.model.ChatId;
import switchboard.model.ChatName;
import switchboard.model.Content;
import switchboard.model.Content.Attachment;
import switchboard.model.Content.Text;
import switchboard.telegram.update.PasteJoiner.Joined;
import switchboard.telegram.update.media.Brought;

class AlbumJoinerTest {

    private static final ChatId DEV = ChatId.of(-1);
    private static final ChatId OPS = ChatId.of(-2);
    private static final long ADA = 111;
    private static final long BOB = 333;

    @Test
    void theFilesOfAnAlbumAreOnePromptInOrder() {
        var joined = join(ask(1, "5", "which?"), ask(2, "5", ""), ask(3, "5", ""));

        assertThat(joined).singleElement().satisfies(album -> {
            assertThat(album.updateIds()).containsExactly(1L, 2L, 3L);
            assertThat(((Inbound.Ask) album.inbound()).updateIds()).containsExactly(1L, 2L, 3L);
        });
        assertThat(content(joined.getFirst())).containsExactly(file(1), file(2), file(3), new Text("which?"));
    }

    @Test
    void withoutACaptionASentenceSaysHowManyCame() {
        assertThat(content(join(ask(1, "5", ""), ask(2, "5", "")).getFirst()))
                .containsExactly(file(1), file(2), new Text("I sent 2 photos."));
        var report = new Brought("a file", List.of(new Attachment("f", Attachment.Kind.FILE, null, null, null)), "5");
        assertThat(content(join(ask(source(1, DEV, ADA, "", report)), ask(2, "5", ""))
                        .getFirst()))
                .endsWith(new Text("I sent 2 files."));
    }

    @Test
    void theCaptionMayBeThatOfAnyPiece() {
        assertThat(content(join(ask(1, "5", ""), ask(2, "5", "which?")).getFirst()))
                .containsExactly(file(1), file(2), new Text("which?"));
        assertThat(content(join(ask(1, "5", "one"), ask(2, "5", "two")).getFirst()))
                .containsExactly(file(1), file(2), new Text("one\n\ntwo"));
    }

    @Test
    void anAlbumAddressesTheBotIfAnyPieceDoes() {
        var joined = join(overheard(1, "5"), overheard(2, "5"), ask(3, "5", "which?"), overheard(4, "5"));

        assertThat(joined).hasSize(1);
        assertThat(content(joined.getFirst())).containsExactly(file(1), file(2), file(3), file(4), new Text("which?"));
    }

    @Test
    void anAlbumThatAddressesNobodyWaitsForAPieceThatDoesAndIsThenDropped() {
        assertThat(join(overheard(1, "5"), overheard(2, "5"))).singleElement().satisfies(album -> {
            assertThat(album.open()).isTrue();
            assertThat(album.inbound()).isInstanceOf(Inbound.Overheard.class);
        });
    }

    @Test
    void aCommandInTheCaptionOfAnyPieceTakesAllFilesAlong() {
        var slash = new Inbound.Slash(
                source(2, DEV, ADA, "/ask which?", photo(2, "5")),
                "ask",
                EntityText.plain("which?"),
                0,
                List.of(),
                List.of());
        var joined = join(ask(1, "5", ""), slash, ask(3, "5", "")).getFirst();

        assertThat(joined.inbound()).isInstanceOfSatisfying(Inbound.Slash.class, command -> {
            assertThat(command.whole()).isEqualTo("which?");
            assertThat(command.attached(false)).containsExactly(file(1), file(2), file(3));
            assertThat(command.updateIds()).containsExactlyInAnyOrder(1L, 2L, 3L);
        });
    }

    @Test
    void albumsSinglePhotosAndOtherChatsStayApart() {
        var elsewhere = ask(source(5, OPS, ADA, "", photo(5, "5")));

        assertThat(join(ask(1, "5", ""), ask(2, "6", ""), ask(3, "", ""), ask(4, "", ""), elsewhere))
                .extracting(Joined::updateIds)
                .containsExactly(List.of(1L), List.of(2L), List.of(3L), List.of(4L), List.of(5L));
    }

    @Test
    void anAlbumIsOpenUntilTheSamePersonSaysSomethingElse() {
        assertThat(join(ask(1, "5", ""))).singleElement().matches(Joined::open);
        assertThat(join(ask(1, "", ""))).singleElement().matches(joined -> !joined.open());
        assertThat(join(ask(1, "5", ""), ask(source(2, DEV, ADA, "well?", Brought.NOTHING))))
                .noneMatch(Joined::open);
    }

    @Test
    void anotherPersonsWordsDoNotCutAnAlbumInTwo() {
        var joined = join(ask(1, "5", ""), ask(source(2, DEV, BOB, "hi", Brought.NOTHING)), overheard(3, "5"));

        assertThat(joined).extracting(Joined::updateIds).containsExactly(List.of(1L, 3L), List.of(2L));
        assertThat(joined).extracting(Joined::open).containsExactly(true, false);
    }

    @Test
    void anOverheardAlbumEndsNobodysPaste() {
        var paste = ask(source(1, DEV, ADA, "x".repeat(PasteJoiner.FULL), Brought.NOTHING));

        assertThat(join(paste, new Inbound.Overheard(source(2, DEV, BOB, "", photo(2, "5")))))
                .extracting(Joined::open)
                .containsExactly(true, true);
    }

    @Test
    void whatIsLeftOfAnAlbumWhoseBeginningWasTakenIsAPromptOfItsOwn() {
        var whole = (Inbound.Ask) join(ask(1, "5", "which?"), ask(2, "5", ""), ask(3, "5", ""))
                .getFirst()
                .inbound();

        assertThat(whole.without(List.of(1L)).content(false))
                .containsExactly(file(2), file(3), new Text("I sent 2 photos."));
        assertThat(whole.without(List.of(2L, 3L)).content(false)).containsExactly(file(1), new Text("which?"));
    }

    private static List<Joined> join(Inbound... inbound) {
        var ids = List.of(inbound).stream()
                .map(each -> ((Inbound.Said) each).source().updateId())
                .toList();
        return PasteJoiner.join(List.of(inbound), ids);
    }

    private static List<Content> content(Joined joined) {
        return ((Inbound.Ask) joined.inbound()).content(false);
    }

    private static Inbound.Ask ask(long update, String album, String caption) {
        return ask(source(update, DEV, ADA, caption, photo(update, album)));
    }

    private static Inbound.Ask ask(Inbound.Source source) {
        return new Inbound.Ask(source, source.said(), 0, List.of(), List.of());
    }

    private static Inbound.Overheard overheard(long update, String album) {
        return new Inbound.Overheard(source(update, DEV, ADA, "", photo(update, album)));
    }

    private static Brought photo(long update, String album) {
        return new Brought("a photo", List.of(file(update)), album);
    }

    private static Attachment file(long update) {
        return new Attachment("f" + update, Attachment.Kind.PHOTO, null, null, null);
    }

    private static Inbound.Source source(long update, ChatId chat, long sender, String said, Brought brought) {
        return new Inbound.Source(
                update,
                chat,
                (int) update,
                new Caller(Long.toString(sender), "A. Person", Caller.Role.USER, false),
                ChatName.UNKNOWN,
                Instant.EPOCH,
                EntityText.plain(said),
                "",
                brought);
    }
}
