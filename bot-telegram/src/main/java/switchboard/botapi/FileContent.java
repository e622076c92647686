package switchboard.botapi;

import java.nio.charset.StandardCharsets;

/** The bytes of one file, which nobody changes, with its name and MIME type. */
public final class FileContent {
    private final String name;
    private final String mimeType;
    private final byte[] bytes;

    public FileContent(String name, String mimeType, byte[] bytes) {
        this.name = name;
        this.mimeType = mimeType;
        this.bytes = bytes;
    }

    public String name() {
        return name;
    }

    public String mimeType() {
        return mimeType;
    }

    public byte[] bytes() {
        return bytes;
    }

    public int size() {
        return bytes.length;
    }

    /** The bytes read as UTF-8. */
    public String text() {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return name + " (" + mimeType + ", " + bytes.length + " bytes)";
    }
}
