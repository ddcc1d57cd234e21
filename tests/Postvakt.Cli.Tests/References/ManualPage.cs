using System.Globalization;
using System.Text;

namespace Postvakt.Cli.Tests.References;

/// <summary>packaging/man/postvakt.1, in the macros of man(7).</summary>
internal static class ManualPage
{
    public static string Write()
    {
        var verbs = VerbTree.All().ToArray();
        var text = new StringBuilder(".\\\" Written by ReferenceTests from the launcher's own help.\n.TH POSTVAKT 1 \"\" Postvakt \"User Commands\"\n.SH NAME\npostvakt \\- guard for e\\-mail conversations\n"
            + ".SH SYNOPSIS\n.B postvakt\n.I COMMAND\n[\\fIoptions\\fR]\n.SH DESCRIPTION\n");
        text.Append(Line(verbs[0].Command.Description)).Append(".SH COMMANDS\n");
        foreach (var (path, command) in verbs.Skip(1))
        {
            text.Append(CultureInfo.InvariantCulture, $".SS {Escaped(VerbTree.Usage(path, command))}\n").Append(Line(command.Description));
            foreach (var argument in command.Arguments.Where(a => !a.Hidden && a.Description is { Length: > 0 })) text.Append(CultureInfo.InvariantCulture, $".TP\n.I {Escaped(VerbTree.Form(argument))}\n").Append(Line(argument.Description));
            foreach (var option in VerbTree.Options(command)) text.Append(CultureInfo.InvariantCulture, $".TP\n.B {Escaped(VerbTree.Form(option))}\n").Append(Line(option.Description));
        }
        return text.Append(".SH EXIT STATUS\n0 done and nothing found, 1 something found, 2 wrong usage or unreadable input.\n.SH ENVIRONMENT\n"
            + ".TP\n.B POSTVAKT_DATA\nData directory; else ./postvakt\\-data.\n.TP\n.B POSTVAKT_KEYS\nKey ring; else the data directory's name with \".keys\" behind it.\n"
            + ".TP\n.B POSTVAKT__SECTION__KEY\nOverrides a key of the configuration.\n.SH FILES\n.TP\n.I /etc/postvakt/postvakt.yaml\nConfiguration of serve.\n").ToString();
    }

    /// <summary>A line of text; one that began with a dot or an apostrophe would be taken for a request.</summary>
    private static string Line(string? text) => Escaped(text ?? "") is { Length: > 0 } line ? (line[0] is '.' or '\'' ? "\\&" : "") + line + "\n" : "";

    private static string Escaped(string text) => text.Replace("\\", "\\e", StringComparison.Ordinal).Replace("-", "\\-", StringComparison.Ordinal).Replace("…", "...", StringComparison.Ordinal).Replace("’", "'", StringComparison.Ordinal).ReplaceLineEndings(" ");
}
