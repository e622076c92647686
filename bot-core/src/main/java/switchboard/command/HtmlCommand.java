package switchboard.command;

import com.google.auto.service.AutoService;
import java.util.Set;
import switchboard.text.Texts;

/** {@code /html}: offers the newest web pages of the chat's directory. */
@AutoService(SlashCommand.class)
public final class HtmlCommand implements SlashCommand {

    private static final Set<String> ENDINGS = Set.of("html", "htm");

    @Override
    public String name() {
        return "html";
    }

    @Override
    public String description() {
        return Texts.of("help.html");
    }

    @Override
    public Reaction run(Invocation call) {
        return FoundFiles.newest(call, ENDINGS, Texts.of("send.none.html"));
    }
}
