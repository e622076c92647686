package switchboard.files;

import java.util.List;
import java.util.stream.Collectors;
import switchboard.model.Content;
import switchboard.text.Texts;

/** Files of a prompt, as its person reads of them. */
public final class FilesInWords {

    private FilesInWords() {}

    /** What the files are together: {@code your photo}, {@code your 3 files}. */
    public static String of(List<Content.Attachment> files) {
        var kinds = files.stream().map(Content.Attachment::kind).collect(Collectors.toSet());
        var kind = kinds.size() == 1 ? kinds.iterator().next() : Content.Attachment.Kind.FILE;
        return switch (kind) {
            case PHOTO -> Texts.of("notice.fetchingPhotos", files.size());
            case VOICE -> Texts.of("notice.fetchingVoices", files.size());
            case AUDIO -> Texts.of("notice.fetchingAudios", files.size());
            case VIDEO -> Texts.of("notice.fetchingVideos", files.size());
            case FILE -> Texts.of("notice.fetchingFiles", files.size());
        };
    }
}
