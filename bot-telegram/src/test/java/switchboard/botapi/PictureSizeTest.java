package switchboard.botapi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PictureSizeTest {

    @Test
    void theSizeIsReadFromTheHead() {
        byte[] png = Pictures.png(40, 30);

        assertThat(size(png)).isEqualTo(new PictureSize(40, 30));
        assertThat(size(Arrays.copyOf(png, 40))).isEqualTo(new PictureSize(40, 30));
    }

    @Test
    void whatIsNoPictureHasNone() {
        assertThat(size(new byte[] {1, 2, 3})).isNull();
        assertThat(size(new byte[0])).isNull();
        assertThat(size(Arrays.copyOf(Pictures.png(40, 30), 12))).isNull();
    }

    @Test
    void photosAreNeitherHugeNorThin() {
        assertThat(new PictureSize(5000, 5000).fitsPhoto()).isTrue();
        assertThat(new PictureSize(5001, 5000).fitsPhoto()).isFalse();
        assertThat(new PictureSize(2000, 100).fitsPhoto()).isTrue();
        assertThat(new PictureSize(2001, 100).fitsPhoto()).isFalse();
    }

    private static @Nullable PictureSize size(byte[] bytes) {
        return PictureSize.of(new FileContent("p", "image/png", bytes));
    }
}
