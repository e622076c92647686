package switchboard.files;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import switchboard.git.Git;
import switchboard.guard.ClosedPaths;
import switchboard.model.ChatId;
import switchboard.model.FileSearch;
import switchboard.model.Writing;
import switchboard.text.Texts;

/** The files of a chat's working directory, for people who ask for them. Blocks; may be used by several threads. */
public interface OutgoingFiles extends FileSearch.Finder {

    /**
     * Copies a file, so that it may change or go while it is sent.
     *
     * @param directory in which the chat works
     */
    OutgoingCopy copy(ChatId chat, Path directory, Path file);

    /**
     * Keeps what was made for people, so that it can be sent also after a restart.
     *
     * @param name that people see
     */
    OutgoingCopy keep(ChatId chat, String name, Writing content);

    /** Deletes a copy, if it is there. */
    void discard(Path copy);

    /**
     * The files on this machine's disk.
     *
     * @param settings empty if no files are sent
     * @param roots directories whose files may be sent
     * @param closed the files that never leave a chat
     * @param git says what a repository ignores
     */
    static OutgoingFiles of(
            Optional<FilesSettings> settings, List<Path> roots, Function<ChatId, ClosedPaths> closed, Git git) {
        return settings.<OutgoingFiles>map(files -> new WorkingFiles(new OfferedFiles(files, roots), closed, git))
                .orElseGet(OutgoingFiles::none);
    }

    /** Of a host without files: it finds nothing and says so in one sentence. */
    static OutgoingFiles none() {
        return new OutgoingFiles() {
            @Override
            public FileSearch.Found find(ChatId chat, FileSearch search) {
                return FileSearch.Found.NOTHING;
            }

            @Override
            public OutgoingCopy copy(ChatId chat, Path directory, Path file) {
                return new OutgoingCopy.Refused(Texts.of("send.none"));
            }

            @Override
            public OutgoingCopy keep(ChatId chat, String name, Writing content) {
                return new OutgoingCopy.Refused(Texts.of("send.none"));
            }

            @Override
            public void discard(Path copy) {}
        };
    }
}
