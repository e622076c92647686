package switchboard.botapi;

import java.io.IOException;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.jspecify.annotations.Nullable;

/** The width and height of a picture in pixels, read only from its header. */
record PictureSize(int width, int height) {
    private static final int MAX_SIDES = 10_000;
    private static final int MAX_RATIO = 20;

    /** The size of a picture; null if the file is not a picture. */
    static @Nullable PictureSize of(FileContent file) {
        try (var bytes = file.open();
                ImageInputStream in = new MemoryCacheImageInputStream(bytes)) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
            return readers.hasNext() ? read(readers.next(), in) : null;
        } catch (IOException | RuntimeException broken) {
            // Image readers throw exceptions of any kind for broken pictures.
            return null;
        }
    }

    private static PictureSize read(ImageReader reader, ImageInputStream in) throws IOException {
        try {
            reader.setInput(in, true, true);
            return new PictureSize(reader.getWidth(0), reader.getHeight(0));
        } finally {
            reader.dispose();
        }
    }

    /** Whether Telegram takes it as a photo: the sides together are at most 10,000, and one is at most 20 times the other. */
    boolean fitsPhoto() {
        int longer = Math.max(width, height);
        int shorter = Math.min(width, height);
        return width + height <= MAX_SIDES && longer <= MAX_RATIO * shorter;
    }
}
