package switchboard.model;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import switchboard.text.Texts;

/**
 * The messages in which a person said something, by which an edit of one of them is recognized. Immutable.
 *
 * @param author the front's reference to the person
 * @param attached how many pieces of the prompt's content come first because of the message that is replied to
 * @param pieces in order, at least one
 */
public record Wording(String author, int attached, List<Piece> pieces) {

    /**
     * One message.
     *
     * @param message the front's reference to it
     * @param words a mark of its words, which differs if they differ; empty for none
     * @param files a mark of what it brings besides, likewise
     * @param gap the white space between the words before it and its own
     * @param content its files and, last, its words or a sentence in their place; empty where nothing but this message need be
     *     known to tell what an edit makes of the prompt
     */
    public record Piece(String message, String words, String files, String gap, List<Content> content) {

        public Piece {
            content = content == null ? List.of() : List.copyOf(content);
        }

        /** Whether it says and brings the same. */
        public boolean isSame(Piece other) {
            return words.equals(other.words) && files.equals(other.files);
        }

        private List<Content.Attachment> attachments() {
            return Content.only(Content.Attachment.class, content);
        }

        /** Its words, or a sentence in their place. */
        private List<Content> said() {
            return content.stream()
                    .filter(each -> !(each instanceof Content.Attachment))
                    .toList();
        }

        private Piece without() {
            return new Piece(message, words, files, gap, List.of());
        }

        private int length() {
            return content.stream().mapToInt(each -> each.text().length()).sum();
        }
    }

    public Wording {
        pieces = List.copyOf(pieces);
        if (pieces.isEmpty()) {
            throw new IllegalArgumentException("words in no message");
        }
    }

    /** The first of its messages. */
    public String message() {
        return pieces.getFirst().message();
    }

    Optional<Piece> piece(String message) {
        return pieces.stream().filter(each -> each.message().equals(message)).findFirst();
    }

    /** Whether the content of its messages is known, so that an edit of one tells what all say. */
    boolean isWhole() {
        return pieces.size() == 1
                || pieces.stream().noneMatch(each -> each.content().isEmpty());
    }

    /** The same messages, one of which is this by now. */
    Wording with(Piece edited) {
        return new Wording(
                author,
                attached,
                pieces.stream()
                        .map(each -> each.message().equals(edited.message())
                                ? new Piece(
                                        each.message(), edited.words(), edited.files(), each.gap(), edited.content())
                                : each)
                        .toList());
    }

    /** Without what need not be known of a single message. */
    Wording stored() {
        return pieces.size() == 1 ? without() : this;
    }

    /** Without the content of its messages. */
    Wording without() {
        return new Wording(author, attached, pieces.stream().map(Piece::without).toList());
    }

    int length() {
        return pieces.stream().mapToInt(Piece::length).sum();
    }

    /** All that its messages say and bring. */
    public List<Content> content() {
        return Stream.concat(files(), said().stream()).toList();
    }

    /**
     * The content of its prompt after an edit of one of its messages. What is quoted stays, and so does what has come in place of a
     * file while the files are the same.
     *
     * @param before the content of the prompt so far
     */
    List<Content> content(List<Content> before, boolean hasSameFiles) {
        var files = (int) files().count();
        if (hasSameFiles && before.size() >= attached + files) {
            return Stream.concat(before.subList(0, attached + files).stream(), said().stream())
                    .toList();
        }
        return Stream.concat(before.subList(0, Math.min(attached, before.size())).stream(), content().stream())
                .toList();
    }

    private Stream<Content> files() {
        return pieces.stream().flatMap(each -> each.attachments().stream());
    }

    /** What is said in all messages together. Without any words, a sentence says how many things came. */
    private List<Content> said() {
        if (pieces.size() == 1) {
            return pieces.getFirst().said();
        }
        var words = new StringBuilder();
        for (var piece : pieces) {
            if (!piece.words().isEmpty()) {
                words.append(words.isEmpty() ? "" : piece.gap()).append(Content.text(piece.said()));
            }
        }
        return List.of(new Content.Text(words.isEmpty() ? Texts.of("media.sent", things()) : words.toString()));
    }

    private String things() {
        Predicate<Content.Attachment> isPhoto = file -> file.kind() == Content.Attachment.Kind.PHOTO;
        var arePhotos =
                pieces.stream().flatMap(each -> each.attachments().stream()).allMatch(isPhoto);
        return Texts.of(arePhotos ? "media.photos" : "media.files", pieces.size());
    }
}
