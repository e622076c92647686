package switchboard.command;

import com.google.auto.service.AutoService;
import java.util.Set;
import switchboard.text.Texts;

/** {@code /pdf}: offers the newest PDF files of the chat's directory. */
@AutoService(SlashCommand.class)
public final class PdfCommand implements SlashCommand {

    private static final Set<String> ENDINGS = Set.of("pdf");

    @Override
    public String name() {
        return "pdf";
    }

    @Override
    public String description() {
        return Texts.of("help.pdf");
    }

    @Override
    public Reaction run(Invocation call) {
        return FoundFiles.newest(call, ENDINGS, Texts.of("send.none.pdf"));
    }
}
