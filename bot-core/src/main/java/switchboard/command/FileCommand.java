package switchboard.command;

import com.google.auto.service.AutoService;
import java.util.Set;
import switchboard.model.ChatState;
import switchboard.model.FileSearch;
import switchboard.text.Markdown;
import switchboard.text.Texts;

/** {@code /file PATH}: sends a file. If several match, it offers them; without a path, the newest ones. */
@AutoService(SlashCommand.class)
public final class FileCommand implements SlashCommand {

    @Override
    public String name() {
        return "file";
    }

    @Override
    public String description() {
        return Texts.of("help.file");
    }

    @Override
    public Reaction run(Invocation call) {
        var typed = call.argument();
        if (typed.isEmpty()) {
            return FoundFiles.newest(call, Set.of(), Texts.of("send.noneHere"));
        }
        var search = new FileSearch(FoundFiles.directory(call), FoundFiles.names(call, typed), Set.of());
        return Reaction.of(
                call.state(), FoundFiles.look(call, search, (now, found) -> found(now, call, search, found)));
    }

    private static Reaction found(ChatState now, Invocation call, FileSearch search, FileSearch.Found found) {
        if (found.files().isEmpty()) {
            return FoundFiles.none(now, found, Texts.of("send.missing", Markdown.code(call.argument())));
        }
        var isOne = found.files().size() == 1;
        return isOne && !found.isCut() && found.isWhole()
                ? Reaction.of(now, new Reaction.SendFile(found.files().getFirst()))
                : FoundFiles.offer(now, call, search.directory(), found, Texts.of(isOne ? "send.one" : "send.which"));
    }
}
