/**
 * What people do with the pages, in a real Chromium: the launcher as a process, the real CLI, a fake only for Anthropic and, where
 * it is the bot on Telegram, for Telegram. A page that complains or asks for anything outside this machine fails its test.
 */
@org.jspecify.annotations.NullMarked
package switchboard.it.browser;
