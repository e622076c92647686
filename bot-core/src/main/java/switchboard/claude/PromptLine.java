package switchboard.claude;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import switchboard.agent.AgentProtocol;
import switchboard.files.ChatFiles;
import switchboard.files.FileType;
import switchboard.model.Content;

/**
 * The line of a prompt that has files. Claude gets pictures, PDFs and texts as they are, the contents of archives, and of every
 * file its path. Files go from the disk to the process while the line is written; only a text is ever whole in memory.
 *
 * @param place where a file lies
 * @param written hears what became of the files once the line is written; called on the thread that writes
 */
record PromptLine(AgentProtocol.Job job, Function<Content.Attachment, Path> place, Consumer<Result> written)
        implements ClaudeProcess.Line {

    /**
     * What became of the files.
     *
     * @param shown the bytes of the files that Claude looks at
     * @param byPath the files of which it has only the path
     * @param missing the files that are not there
     */
    record Result(long shown, List<Content.Attachment> byPath, List<Content.Attachment> missing) {}

    static final long LARGEST_PICTURE = 5L << 20;
    static final long LARGEST_PDF = 10L << 20;

    /** Of all files that one prompt shows; the API takes 32 MB, in which files are a third larger. */
    static final long LARGEST_PROMPT = 20L << 20;

    /** Of all texts that one prompt shows: they count against Claude's context, about a token for four bytes. */
    static final long LARGEST_TEXTS = 512L << 10;

    private static final JsonFactory JSON = JsonFactory.builder()
            .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
            .disable(StreamWriteFeature.FLUSH_PASSED_TO_STREAM)
            .build();

    @Override
    public void writeTo(Writer out) throws IOException {
        try (var json = JSON.createGenerator(out)) {
            json.writeStartObject();
            json.writeStringField("type", "user");
            json.writeStringField("uuid", job.turn().value());
            json.writeNullField("parent_tool_use_id");
            if (job.literal()) {
                json.writeBooleanField("client_composed", true);
            }
            json.writeObjectFieldStart("message");
            json.writeStringField("role", "user");
            json.writeArrayFieldStart("content");
            var result = new Blocks(json).write();
            json.writeEndArray();
            json.writeEndObject();
            json.writeEndObject();
            written.accept(result);
        }
    }

    /** The blocks of the message, as they are written. */
    private final class Blocks {

        private final JsonGenerator json;

        /** Pieces of the next text block. */
        private final List<String> words = new ArrayList<>();

        private final List<Content.Attachment> byPath = new ArrayList<>();
        private final List<Content.Attachment> missing = new ArrayList<>();
        private long shown;

        /** Bytes of texts among them. */
        private long texts;

        Blocks(JsonGenerator json) {
            this.json = json;
        }

        Result write() throws IOException {
            for (var piece : job.content()) {
                if (piece instanceof Content.Attachment file) {
                    write(file);
                } else {
                    words.add(piece.text());
                }
            }
            writeWords();
            return new Result(shown, byPath, missing);
        }

        private void write(Content.Attachment file) throws IOException {
            var path = place.apply(file);
            var opened = AttachedFile.open(path);
            if (opened.isEmpty()) {
                missing.add(file);
                words.add(title(file) + ChatFiles.name(file) + ", which is not there any more and cannot be opened)");
                return;
            }
            try (var bytes = opened.get()) {
                var facts = title(file) + path + mediaType(file, bytes.type()) + ", " + bytes.size() + " bytes";
                if (isShown(path, bytes)) {
                    words.add(facts + "; you see it here)");
                    writeWords();
                    writeSource(file, bytes);
                } else {
                    words.add(facts + told(file, path, bytes));
                }
            }
        }

        private boolean isShown(Path path, AttachedFile bytes) {
            if (!isRoomFor(bytes)) {
                return false;
            }
            return bytes.type() == FileType.PDF
                    ? bytes.size() <= LARGEST_PDF && !AttachedFile.isLocked(path)
                    : bytes.type().isPicture() && bytes.size() <= LARGEST_PICTURE;
        }

        private boolean isRoomFor(AttachedFile bytes) {
            return shown + bytes.size() <= LARGEST_PROMPT;
        }

        private boolean isRoomForText(AttachedFile bytes) {
            return isRoomFor(bytes) && texts + bytes.size() <= LARGEST_TEXTS;
        }

        private void writeSource(Content.Attachment file, AttachedFile bytes) throws IOException {
            var isPicture = bytes.type().isPicture();
            shown += bytes.size();
            json.writeStartObject();
            json.writeStringField("type", isPicture ? "image" : "document");
            json.writeObjectFieldStart("source");
            json.writeStringField("type", "base64");
            json.writeStringField("media_type", bytes.type().mediaType());
            json.writeFieldName("data");
            json.writeBinary(bytes.bytes(), -1);
            json.writeEndObject();
            if (!isPicture) {
                json.writeStringField("title", ChatFiles.name(file));
            }
            json.writeEndObject();
        }

        /** What words tell of a file. */
        private String told(Content.Attachment file, Path path, AttachedFile bytes) throws IOException {
            var text = isRoomForText(bytes) ? bytes.text() : Optional.<String>empty();
            if (text.isPresent()) {
                shown += bytes.size();
                texts += bytes.size();
                return "; this is its text)\n\n" + marked(text.get());
            }
            var list = ArchiveContents.of(path, bytes.type());
            if (list.isPresent()) {
                return ")\n" + list.get();
            }
            byPath.add(file);
            return ")";
        }

        private void writeWords() throws IOException {
            if (!words.isEmpty()) {
                json.writeStartObject();
                json.writeStringField("type", "text");
                json.writeStringField("text", String.join("\n\n", words));
                json.writeEndObject();
                words.clear();
            }
        }
    }

    private static String title(Content.Attachment file) {
        return "(Attached " + file.kind().name().toLowerCase(Locale.ROOT) + ": ";
    }

    /** The type by the bytes, else as the sender's program calls it. */
    private static String mediaType(Content.Attachment file, FileType type) {
        var name = type.mediaType() == null ? file.mediaType() : type.mediaType();
        return name == null ? "" : ", " + name.replaceAll("[^\\w.+/-]", "");
    }

    /** The mark is the prompt's id, which no file can know, so that no file can contain its own end. */
    private String marked(String text) {
        var mark = " mark=\"" + job.turn().value() + "\">";
        return "<attached-file" + mark + "\n" + text + "\n</attached-file" + mark;
    }
}
