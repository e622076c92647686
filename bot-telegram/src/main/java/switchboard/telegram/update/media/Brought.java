package switchboard.telegram.update.media;

import java.util.List;
import switchboard.model.Content;
import switchboard.text.Texts;

/**
 * What a message brings besides its words.
 *
 * @param name what it is, such as {@code a photo}; empty for nothing
 * @param files to fetch, the best first
 * @param album Telegram's id of the album of which the message is a piece; empty if it is no piece of one
 */
public record Brought(String name, List<Content.Attachment> files, String album) {

    /** A message that has nothing besides its words. */
    public static final Brought NOTHING = new Brought("", List.of(), "");

    public Brought {
        files = List.copyOf(files);
    }

    /** A file. */
    static Brought file(String name, Content.Attachment file) {
        return new Brought(name, List.of(file), "");
    }

    /** Something that is said in one line. */
    static Brought line(String name) {
        return new Brought(name, List.of(), "");
    }

    Brought inAlbum(String id) {
        return new Brought(name, files, id);
    }

    public boolean isNothing() {
        return name.isEmpty();
    }

    /** Whether these are voice messages and nothing else. */
    public static boolean speaks(List<Brought> together) {
        var files = together.stream().flatMap(each -> each.files().stream()).toList();
        return !files.isEmpty()
                && together.stream().noneMatch(each -> each.files().isEmpty())
                && files.stream().allMatch(file -> file.kind() == Content.Attachment.Kind.VOICE);
    }

    /** The name of several things together, such as {@code 3 photos}; empty if they are nothing. */
    public static String name(List<Brought> together) {
        var things = together.stream().filter(each -> !each.isNothing()).toList();
        if (things.size() < 2) {
            return things.isEmpty() ? "" : things.getFirst().name();
        }
        var arePhotos = things.stream()
                .flatMap(each -> each.files().stream())
                .allMatch(file -> file.kind() == Content.Attachment.Kind.PHOTO);
        return Texts.of(arePhotos ? "media.photos" : "media.files", things.size());
    }
}
