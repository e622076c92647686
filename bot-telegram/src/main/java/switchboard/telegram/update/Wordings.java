package switchboard.telegram.update;

import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import switchboard.command.SlashCommands;
import switchboard.model.Content;
import switchboard.model.Wording;
import switchboard.telegram.update.media.Brought;
import switchboard.telegram.update.media.FileRef;
import switchboard.text.Texts;

/** What messages say and bring, each by itself, by which an edit of one of them is recognized. Pure. */
final class Wordings {

    private Wordings() {}

    /** @param attached how many pieces of the prompt's content come from the message that it replies to */
    static Wording of(Inbound.Said said, int attached, SlashCommands catalogue) {
        var first = said.source().updateId();
        var pieces = Stream.concat(Stream.of(said.first()), said.pieces().stream())
                .sorted(Comparator.comparingLong(Inbound.Piece::updateId))
                .map(each -> each.updateId() == first ? piece(said, catalogue) : piece(each))
                .toList();
        return new Wording(author(said), attached, pieces);
    }

    static String author(Inbound.Said said) {
        return said.source().caller().id();
    }

    /** The message that is the first piece, or the only one. */
    static Wording.Piece piece(Inbound.Said said, SlashCommands catalogue) {
        var piece = piece(said.first());
        return said instanceof Inbound.Slash slash ? named(piece, slash.name(), catalogue) : piece;
    }

    /** Another command makes a difference, too. Its words are what it asks. */
    private static Wording.Piece named(Wording.Piece piece, String name, SlashCommands catalogue) {
        var command = catalogue.find(name);
        var content = piece.content().stream()
                .map(each -> each instanceof Content.Text text && command.isPresent()
                        ? new Content.Text(command.get().asked(text.text()))
                        : each)
                .toList();
        return new Wording.Piece(
                piece.message(), mark("/" + name + piece.words()), piece.files(), piece.gap(), content);
    }

    private static Wording.Piece piece(Inbound.Piece piece) {
        var words = piece.said().strip().markdown();
        var brought = piece.brought();
        var needsSentence = words.isEmpty() && !brought.isNothing() && !Brought.speaks(List.of(brought));
        var sentence = needsSentence ? Texts.of("media.sent", brought.name()) : words;
        var said = sentence.isEmpty() ? Stream.<Content>of() : Stream.<Content>of(new Content.Text(sentence));
        return new Wording.Piece(
                Integer.toString(piece.message()),
                mark(words),
                mark(things(brought)),
                piece.gap(),
                Stream.concat(brought.files().stream(), said).toList());
    }

    /** The same for the same things, although Telegram may name a file in another way each time. */
    private static String things(Brought brought) {
        return brought.files().isEmpty()
                ? brought.name()
                : brought.files().stream()
                        .map(file -> FileRef.of(file).uniqueId())
                        .collect(Collectors.joining(" "));
    }

    private static String mark(String text) {
        return text.isEmpty()
                ? ""
                : Long.toHexString(UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8))
                        .getMostSignificantBits());
    }
}
