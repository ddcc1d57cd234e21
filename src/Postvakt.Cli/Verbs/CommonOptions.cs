using System.CommandLine;
using Postvakt.Facts;
using Postvakt.Server.Configuration;
using Postvakt.Server.Installations;

namespace Postvakt.Cli.Verbs;

/// <summary>Options that several verbs share.</summary>
internal static class CommonOptions
{
    public static Option<string?> Data() => new("--data") { Description = "Data directory; else $POSTVAKT_DATA, else ./postvakt-data", HelpName = "DIR" };

    public static Argument<string[]> Paths()
    {
        var paths = new Argument<string[]>("PATH") { Description = "Mail, mbox, Maildir, folder, or - for standard input", Arity = ArgumentArity.OneOrMore };
        // A mistyped option would otherwise count as one more path.
        paths.Validators.Add(result =>
        {
            foreach (var token in result.Tokens.Where(t => t.Value.Length > 1 && t.Value[0] == '-'))
                result.AddError($"{token.Value}: no such option; a file of that name is written ./{token.Value}");
        });
        return paths;
    }

    public static Option<int> Jobs()
    {
        var option = new Option<int>("--jobs") { Description = "Threads that read mail, 1 to 64; judging keeps its order", HelpName = "N", DefaultValueFactory = _ => 1 };
        option.Validators.Add(result =>
        {
            if (result.Errors.Any()) return;
            if (result.GetValueOrDefault<int>() is < 1 or > 64) result.AddError("--jobs: a number from 1 to 64");
        });
        return option;
    }

    public static Option<string[]> OrgDomain() => new("--org-domain")
    {
        Description = "A domain of your own organisation; may be given several times",
        HelpName = "DOMAIN",
        AllowMultipleArgumentsPerToken = true,
    };

    public static Option<string[]> TrustedAuthserv() => new("--trusted-authserv")
    {
        Description = "authserv-id of your own server, whose Authentication-Results count",
        HelpName = "HOST",
    };

    public static Option<string> Format(params string[] formats)
    {
        var option = new Option<string>("--format") { Description = string.Join(", ", formats), DefaultValueFactory = _ => formats[0], HelpName = "FORMAT" };
        option.AcceptOnlyFromAmong(formats);
        return option;
    }

    /// <summary>A configuration of serve to take store, domains and trusted servers from.</summary>
    public static Option<string?> Config() => new("--config") { Description = "Take store, domains and trusted servers from this configuration of serve", HelpName = "FILE" };

    /// <summary>The configuration that the option names, or defaults. Throws <see cref="InstallationException"/> with everything that is wrong with it.</summary>
    public static ServeConfig Read(string? config)
    {
        if (config is null) return ServeConfig.Default;
        var (read, errors) = ConfigReader.Read(config, ServeVerb.Variables());
        return read ?? throw new InstallationException(string.Join("; ", errors));
    }

    /// <summary>What the options say, else what the configuration says.</summary>
    public static JudgeOptions JudgeOptions(string[]? domains, string[]? servers, ServeConfig config) => new()
    {
        OrgDomains = domains is { Length: > 0 } ? [.. domains.Select(d => d.Trim().TrimStart('@').ToLowerInvariant())] : config.OrgDomains,
        TrustedAuthserv = servers is { Length: > 0 } ? servers : config.Authentication.TrustedServers,
    };
}
