package switchboard.it.telegram;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Random;
import javax.imageio.ImageIO;
import switchboard.botapi.FileContent;

/** Pictures that people send. */
public final class Pictures {

    private Pictures() {}

    /** A picture of dots; the same for the same seed, and different from all others. */
    public static FileContent png(long seed, int width) {
        var random = new Random(seed);
        var picture = new BufferedImage(width, width, BufferedImage.TYPE_INT_RGB);
        for (var x = 0; x < width; x++) {
            for (var y = 0; y < width; y++) {
                picture.setRGB(x, y, random.nextInt());
            }
        }
        var bytes = new ByteArrayOutputStream();
        try {
            ImageIO.write(picture, "png", bytes);
        } catch (IOException never) {
            throw new UncheckedIOException(never);
        }
        return new FileContent("photo.png", "image/png", bytes.toByteArray());
    }
}
