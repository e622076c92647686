package switchboard.botapi;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.jspecify.annotations.Nullable;

/** Width and height of a picture in pixels, read from its head alone. */
record PictureSize(int width, int height) {
    private static final int MAX_SIDES = 10_000;
    private static final int MAX_RATIO = 20;

    /** The size of a picture; null if the bytes are not a picture. */
    static @Nullable PictureSize of(byte[] bytes) {
        try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
            return readers.hasNext() ? read(readers.next(), in) : null;
        } catch (IOException | RuntimeException broken) {
            // Readers meet broken pictures with exceptions of any kind.
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

    /** Whether Telegram takes it as a photo: sides of 10,000 together, one at most 20 times the other. */
    boolean fitsPhoto() {
        int longer = Math.max(width, height);
        int shorter = Math.min(width, height);
        return width + height <= MAX_SIDES && longer <= MAX_RATIO * shorter;
    }
}
