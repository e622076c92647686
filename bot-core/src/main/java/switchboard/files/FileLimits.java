package switchboard.files;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import switchboard.model.Content;
import switchboard.model.Question;
import switchboard.text.HumanText;
import switchboard.text.Texts;

/**
 * Which files are refused before anything is fetched, because what is known of them says enough. Does not block; used by several
 * threads.
 *
 * @param most bytes of a chat's files
 */
public record FileLimits(long most, Attachments source) {

    /** @param settings empty if no files are taken */
    public static FileLimits of(Optional<FilesSettings> settings, Attachments source) {
        return settings.map(files -> new FileLimits(files.maxBytes(), source))
                .orElseGet(() -> new FileLimits(0, Attachments.none()));
    }

    /** The files of a prompt that are refused, and why. */
    public List<Question.Missing> refused(List<Content.Attachment> files) {
        var refused = new ArrayList<Question.Missing>();
        var taken = 0L;
        for (var file : files) {
            var why = why(file, taken);
            if (why.isPresent()) {
                refused.add(Question.Missing.forEver(file, why.get()));
            } else {
                taken += size(file);
            }
        }
        return refused;
    }

    /** @param taken bytes of the prompt's files before it */
    private Optional<String> why(Content.Attachment file, long taken) {
        return source.refusal(file).or(() -> tooLarge(size(file), taken));
    }

    private Optional<String> tooLarge(long size, long taken) {
        if (size > most) {
            return Optional.of(alone(size, most));
        }
        return size > most - taken ? Optional.of(together(size, most)) : Optional.empty();
    }

    private static long size(Content.Attachment file) {
        return file.size() == null ? 0 : file.size();
    }

    /** Why a file never fits. */
    static String alone(long size, long most) {
        return Texts.of("files.noRoom", HumanText.bytes(size), HumanText.bytes(most));
    }

    /** Why a file does not fit with the others that its chat needs. */
    static String together(long size, long most) {
        return Texts.of("files.noRoomTogether", HumanText.bytes(size), HumanText.bytes(most));
    }
}
