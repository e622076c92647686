package switchboard.openai;

import java.net.URI;
import java.util.Optional;
import java.util.function.Function;
import switchboard.SettingsReader;
import switchboard.model.Secrets;
import switchboard.telegram.api.HttpProxy;
import switchboard.text.Texts;

/**
 * The service that transcribes.
 *
 * @param base its address, to which {@code /audio/transcriptions} is added
 * @param key is secret; empty if the service needs none
 * @param model as the service calls it
 * @param proxy on the way to it
 */
public record OpenAiSettings(URI base, Optional<String> key, String model, Optional<HttpProxy> proxy) {

    public static final String KEY = "OPENAI_API_KEY";

    private static final String BASE = "OPENAI_BASE_URL";
    private static final String OPENAI = "https://api.openai.com/v1";

    /**
     * Reads the settings; empty if neither an address nor a key is set.
     *
     * @param variables the environment, secrets included
     * @throws IllegalArgumentException with one sentence for a person
     */
    public static Optional<OpenAiSettings> from(SettingsReader read, Function<String, Optional<String>> variables) {
        var key = variables.apply(KEY);
        var base = read.text("transcription.base-url");
        if (base.isEmpty() && key.isEmpty()) {
            return Optional.empty();
        }
        var address = address(base.isEmpty() ? OPENAI : base);
        return Optional.of(
                new OpenAiSettings(address, key, read.text("transcription.model"), HttpProxy.of(address, variables)));
    }

    private static URI address(String text) {
        try {
            var address = URI.create(text.replaceAll("/+$", ""));
            var isHttp = "http".equals(address.getScheme()) || "https".equals(address.getScheme());
            var isPlain = address.getRawUserInfo() == null
                    && address.getRawQuery() == null
                    && address.getRawFragment() == null;
            if (isHttp && address.getHost() != null && isPlain) {
                return address;
            }
        } catch (IllegalArgumentException noAddress) {
            throw new IllegalArgumentException(wrong(text)); // without its cause, which would repeat a password
        }
        throw new IllegalArgumentException(wrong(text));
    }

    private static String wrong(String text) {
        return Texts.of("setting.baseUrl", BASE, Secrets.withoutLogin(text).replaceAll("([?#]).+", "$1…"));
    }

    /** Without the key. */
    @Override
    public String toString() {
        return "OpenAiSettings[" + base + ", " + model + "]";
    }
}
