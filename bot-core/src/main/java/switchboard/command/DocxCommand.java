package switchboard.command;

import com.google.auto.service.AutoService;
import java.util.Set;
import switchboard.text.Texts;

/** {@code /docx}: offers the newest text documents of the chat's directory. */
@AutoService(SlashCommand.class)
public final class DocxCommand implements SlashCommand {

    private static final Set<String> ENDINGS = Set.of("docx", "doc", "odt", "rtf");

    @Override
    public String name() {
        return "docx";
    }

    @Override
    public String description() {
        return Texts.of("help.docx");
    }

    @Override
    public Reaction run(Invocation call) {
        return FoundFiles.newest(call, ENDINGS, Texts.of("send.none.docx"));
    }
}
