package switchboard.command;

import com.google.auto.service.AutoService;
import java.util.Set;
import switchboard.text.Texts;

/** {@code /image}: offers the newest pictures of the chat's directory. */
@AutoService(SlashCommand.class)
public final class ImageCommand implements SlashCommand {

    private static final Set<String> ENDINGS =
            Set.of("png", "jpg", "jpeg", "gif", "webp", "svg", "bmp", "tif", "tiff", "heic", "avif");

    @Override
    public String name() {
        return "image";
    }

    @Override
    public String description() {
        return Texts.of("help.image");
    }

    @Override
    public Reaction run(Invocation call) {
        return FoundFiles.newest(call, ENDINGS, Texts.of("send.none.image"));
    }
}
