package switchboard.files;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a file is by its first bytes, whatever its sender calls it. */
public enum FileType {
    PNG("image/png", "\\x89PNG\\r\\n\\x1a\\n"),
    JPEG("image/jpeg", "\\xff\\xd8\\xff"),
    GIF("image/gif", "GIF8[79]a"),
    WEBP("image/webp", "RIFF.{4}WEBP"),
    MP4("video/mp4", ".{4}ftyp(isom|iso[2-9]|mp4[12]|avc1|dash|MSNV|M4V )"),
    M4A("audio/mp4", ".{4}ftypM4A "),
    MP3("audio/mpeg", "ID3|\\xff[\\xfa\\xfb\\xf2\\xf3]"),
    PDF("application/pdf", "%PDF-"),
    ZIP("application/zip", "PK(\\x03\\x04|\\x05\\x06)"),
    GZIP("application/gzip", "\\x1f\\x8b\\x08"),
    TAR("application/x-tar", ".{257}ustar"),
    /** Its root element may come after a declaration, comments and a document type. */
    SVG("image/svg+xml", "(\\xef\\xbb\\xbf)?\\s*(<\\?xml[^>]*>\\s*)?((<!--.*?-->|<!DOCTYPE[^>]*>)\\s*)*<svg[\\s>]"),
    OTHER(null, "");

    /** The bytes that are needed to recognize a type. */
    public static final int HEAD = 1024;

    private final @Nullable String mediaType;

    /** The beginning of such a file, with one character for each byte. */
    private final Pattern beginning;

    FileType(@Nullable String mediaType, String beginning) {
        this.mediaType = mediaType;
        this.beginning = Pattern.compile(beginning, Pattern.DOTALL);
    }

    /** @param head the first {@link #HEAD} bytes, or all there are */
    public static FileType of(byte[] head) {
        var begun = new String(head, StandardCharsets.ISO_8859_1);
        return Arrays.stream(values())
                .filter(type -> type.beginning.matcher(begun).lookingAt())
                .findFirst()
                .orElse(OTHER);
    }

    /** Null if the bytes do not tell it. */
    public @Nullable String mediaType() {
        return mediaType;
    }

    /** Whether Claude can look at it as a picture. */
    public boolean isPicture() {
        return this == PNG || this == JPEG || this == GIF || this == WEBP;
    }
}
