package switchboard.telegram.view;

import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import switchboard.model.ChatId;
import switchboard.model.OutgoingFile;
import switchboard.telegram.api.AlbumUpload;
import switchboard.telegram.api.FileUpload;
import switchboard.telegram.api.FileUpload.Medium;
import switchboard.telegram.markdown.MarkdownToHtml;
import switchboard.telegram.markdown.Rendered;
import switchboard.telegram.outbox.Outbox;

/** Files that go to Telegram in one call: one, or an album. Immutable. */
record FileBatch(List<Piece> pieces) {

    /** The longest caption; leaves room for the mark of a repeated file and for the line above one for a closed topic. */
    static final int LONGEST_CAPTION = 1024 - 16 - Outbox.TOPIC_LINE_UNITS;

    /** The most files of an album. */
    private static final int MOST = 10;

    /**
     * A file and its form.
     *
     * @param isAlone whether it is in no album, because Telegram has refused it in an album or in another form
     */
    record Piece(OutgoingFile file, Medium medium, boolean isAlone) {

        /** Whether both may be in one album: photos with videos, documents with documents, audio files with audio files. */
        boolean mayJoin(Piece other) {
            return !isAlone
                    && !other.isAlone
                    && album(medium).isPresent()
                    && album(medium).equals(album(other.medium))
                    && turn(file) != null
                    && Objects.equals(turn(file), turn(other.file))
                    && file.begun() == other.file.begun();
        }

        private static @Nullable Object turn(OutgoingFile file) {
            var call = file.call();
            return call == null ? null : call.turn();
        }

        private static Optional<Medium> album(Medium medium) {
            return switch (medium) {
                case PHOTO, VIDEO -> Optional.of(Medium.PHOTO);
                case DOCUMENT, AUDIO -> Optional.of(medium);
                case ANIMATION -> Optional.empty();
            };
        }

        /** A caption that is too long for one. */
        private Optional<String> longCaption() {
            return Optional.ofNullable(file.caption())
                    .filter(caption -> MarkdownToHtml.render(caption).text().length() > LONGEST_CAPTION);
        }

        private Rendered caption(boolean isRepeated) {
            var own = file.caption() == null || longCaption().isPresent() ? "" : file.caption();
            return MarkdownToHtml.render((isRepeated ? ChatWriter.REPEATED : "") + own);
        }
    }

    FileBatch {
        pieces = List.copyOf(pieces);
    }

    /** The first of these files, and those after it that may be in one album with it. */
    static FileBatch firstOf(List<Piece> pieces) {
        var first = pieces.getFirst();
        var joined = pieces.stream().skip(1).takeWhile(piece -> piece.mayJoin(first));
        return new FileBatch(Stream.concat(Stream.of(first), joined).limit(MOST).toList());
    }

    Set<String> keys() {
        return pieces.stream().map(piece -> piece.file().key()).collect(Collectors.toCollection(HashSet::new));
    }

    /** Whether people may have it already. */
    boolean isBegun() {
        return pieces.getFirst().file().begun();
    }

    boolean isAlbum() {
        return pieces.size() > 1;
    }

    /**
     * Captions that are messages of their own, before the files, so that they are not lost if those fail. They are said with the first
     * form of a file, and marked where people may have them already.
     */
    List<String> longCaptions() {
        var mark = isBegun() ? ChatWriter.REPEATED : "";
        return pieces.stream()
                .filter(piece -> !piece.isAlone())
                .flatMap(piece -> piece.longCaption().stream())
                .map(mark::concat)
                .toList();
    }

    Optional<Integer> replyTo() {
        return BotApiRequests.number(pieces.getFirst().file().message());
    }

    /** What to send instead when Telegram refuses it: each file of an album alone, another form as a document. */
    List<FileBatch> instead() {
        if (isAlbum()) {
            return pieces.stream()
                    .map(piece -> new FileBatch(List.of(new Piece(piece.file(), piece.medium(), true))))
                    .toList();
        }
        var only = pieces.getFirst();
        return only.medium() == Medium.DOCUMENT
                ? List.of()
                : List.of(new FileBatch(List.of(new Piece(only.file(), Medium.DOCUMENT, true))));
    }

    AlbumUpload album(ChatId chat, boolean isRepeated, boolean html) {
        return new AlbumUpload(pieces.stream()
                .map(piece -> upload(chat, piece, isRepeated && piece.equals(pieces.getFirst()), html))
                .toList());
    }

    FileUpload single(ChatId chat, boolean isRepeated, boolean html) {
        return upload(chat, pieces.getFirst(), isRepeated, html);
    }

    private FileUpload upload(ChatId chat, Piece piece, boolean isRepeated, boolean html) {
        var file = piece.file();
        var upload = FileUpload.of(chat.chat(), file.name(), new FileUpload.OnDisk(file.copy(), file.size()))
                .as(piece.medium())
                .withReplyParameters(replyTo().map(BotApiRequests::reply));
        var thread = BotApiRequests.thread(chat);
        if (thread.isPresent()) {
            upload = upload.inThread(thread.get());
        }
        var caption = piece.caption(isRepeated);
        if (caption.isBlank()) {
            return upload;
        }
        return html
                ? upload.withCaption(caption.html(), Optional.of("HTML"))
                : upload.withCaption(caption.text(), Optional.empty());
    }
}
