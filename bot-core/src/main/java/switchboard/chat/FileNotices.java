package switchboard.chat;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import switchboard.files.ChatFiles;
import switchboard.files.FileLimits;
import switchboard.files.FilesInWords;
import switchboard.model.ChatState;
import switchboard.model.Content;
import switchboard.model.Prompt;
import switchboard.model.Question;
import switchboard.model.Reply;
import switchboard.text.Markdown;
import switchboard.text.Texts;

/** What people are told of the files that an agent was given. Pure. */
final class FileNotices {

    private static final int MOST_NAMES = 5;
    private static final long MEGABYTE = 1_000_000;

    private FileNotices() {}

    /**
     * Of prompts that wait since then, or bring other files: those that nobody will ever have. The turn in flight asks about its own.
     */
    static List<Effect> refused(ChatState before, ChatState next, FileLimits limits) {
        return next.equals(before)
                ? List.of()
                : Stream.concat(next.waiting(), next.onHold())
                        .filter(prompt -> !files(prompt)
                                .equals(before.prompt(prompt.id())
                                        .map(FileNotices::files)
                                        .orElse(List.of())))
                        .flatMap(prompt -> refused(prompt, limits.refused(files(prompt))).stream())
                        .toList();
    }

    private static List<Content.Attachment> files(Prompt prompt) {
        return Content.only(Content.Attachment.class, prompt.content());
    }

    private static Optional<Effect> refused(Prompt prompt, List<Question.Missing> files) {
        if (files.isEmpty()) {
            return Optional.empty();
        }
        var lines = files.stream()
                .map(each -> Texts.of("files.refused", named(each.file()), Markdown.text(each.why())))
                .collect(Collectors.joining("\n"));
        var reply = Reply.of(
                lines + "\n" + Texts.of("files.refusedLater"),
                new Reply.Button(
                        Texts.of("gone.button.discard"),
                        "/cancel " + prompt.id().value()));
        return Optional.of(new Effect.Show(new ChatProtocol.Replied(reply, prompt.message())));
    }

    private static String named(Content.Attachment file) {
        return file.name() == null ? FilesInWords.of(List.of(file)) : Markdown.code(ChatFiles.name(file));
    }

    static ChatProtocol.Noticed notShown(List<Content.Attachment> files) {
        var names = files.stream().limit(MOST_NAMES).map(file -> Markdown.code(ChatFiles.name(file)));
        var more = files.size() - MOST_NAMES;
        var all = Stream.concat(names, more > 0 ? Stream.of(Texts.of("list.more", more)) : Stream.of())
                .collect(Collectors.joining(", "));
        return new ChatProtocol.Noticed(Texts.of("files.notShown", all));
    }

    static ChatProtocol.Replied addUp(long bytes) {
        return new ChatProtocol.Replied(
                Reply.of(
                        Texts.of("files.addUp", bytes / MEGABYTE),
                        new Reply.Button(Texts.of("files.button.newSession"), "/new")),
                null);
    }
}
