package switchboard.telegram.view;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import javax.imageio.ImageIO;
import switchboard.files.FileType;
import switchboard.telegram.api.FileUpload.Medium;

/** The form in which Telegram shows a file, by its content. Reads the file, so it blocks. */
final class FileForm {

    private static final long LARGEST_PHOTO = 10_000_000;

    /** Of width and height together. */
    private static final int LONGEST_SIDES = 10_000;

    private static final int STEEPEST_RATIO = 20;

    private record Size(int width, int height) {

        boolean fits() {
            var longer = Math.max(width, height);
            var shorter = Math.min(width, height);
            return shorter > 0 && longer + shorter <= LONGEST_SIDES && longer <= (long) STEEPEST_RATIO * shorter;
        }
    }

    private FileForm() {}

    /** A document if nothing else fits, or the file cannot be read. */
    static Medium of(Path file, long bytes) {
        try {
            return switch (type(file)) {
                case PNG, JPEG, WEBP -> isPhoto(file, bytes) ? Medium.PHOTO : Medium.DOCUMENT;
                case GIF -> Medium.ANIMATION;
                case MP4 -> Medium.VIDEO;
                case MP3, M4A -> Medium.AUDIO;
                default -> Medium.DOCUMENT;
            };
        } catch (IOException unreadable) {
            return Medium.DOCUMENT;
        }
    }

    private static FileType type(Path file) throws IOException {
        try (var content = Files.newInputStream(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
            return FileType.of(content.readNBytes(FileType.HEAD));
        }
    }

    /** If its size is not known, Telegram decides. */
    private static boolean isPhoto(Path file, long bytes) throws IOException {
        return bytes <= LARGEST_PHOTO && size(file).map(Size::fits).orElse(true);
    }

    /** Reads no more than the picture's head. */
    private static Optional<Size> size(Path file) throws IOException {
        try (var content = Files.newInputStream(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
                var image = ImageIO.createImageInputStream(content)) {
            var readers = ImageIO.getImageReaders(image);
            if (!readers.hasNext()) {
                return Optional.empty();
            }
            var reader = readers.next();
            try {
                reader.setInput(image, true, true);
                return Optional.of(new Size(reader.getWidth(0), reader.getHeight(0)));
            } catch (RuntimeException broken) {
                return Optional.empty();
            } finally {
                reader.dispose();
            }
        }
    }
}
