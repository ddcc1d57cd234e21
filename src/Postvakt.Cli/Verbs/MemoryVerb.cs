using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Postvakt.Memory;
using Postvakt.Server.Operation;

namespace Postvakt.Cli.Verbs;

/// <summary>memory status|forget|export: what is kept, and the rights of the people it is about.</summary>
internal static class MemoryVerb
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };
    private static readonly JsonSerializerOptions OneLine = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    public static Command Create() => new("memory", "What is remembered") { Status(), Forget(), Export() };

    private static Command Status()
    {
        var (data, config, format) = (CommonOptions.Data(), CommonOptions.Config(), CommonOptions.Format("table", "json"));
        var verb = new Command("status", "Show how much is remembered, since when, and in how many bytes") { data, config, format };
        verb.SetAction(async (parsed, cancellation) =>
        {
            var operations = await OperatorLink.OpenAsync(CommonOptions.Read(parsed.GetValue(config)), parsed.GetValue(data), TimeProvider.System, cancellation).ConfigureAwait(false);
            await using var _ = operations.ConfigureAwait(false);
            var account = await operations.AccountAsync(cancellation).ConfigureAwait(false);
            if (parsed.GetValue(format) == "json") Console.WriteLine(JsonSerializer.Serialize(account, OneLine));
            else Print(account);
            return ExitStatus.Nothing;
        });
        return verb;
    }

    private static void Print(MemoryAccount account)
    {
        var days = (account.Last - account.First) / 86_400.0;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"""
            messages       {account.Messages,12:N0}   {account.Trusted:N0} trusted, {account.Quiet:N0} in their quiet time, {account.Questioned:N0} questioned
            conversations  {account.Conversations,12:N0}
            people         {account.People,12:N0}
            hosts          {account.Hosts,12:N0}
            fingerprints   {account.Prints,12:N0}
            on disk        {account.Bytes,12:N0}   bytes{(account.Messages > 0 ? $", {account.Bytes / account.Messages:N0} a message" : "")}
            """));
        if (account.Messages > 0)
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"from           {DateTimeOffset.FromUnixTimeSeconds(account.First):yyyy-MM-dd} to {DateTimeOffset.FromUnixTimeSeconds(account.Last):yyyy-MM-dd}, {days:0} days"));
        if (account.Trusted < 500) Console.WriteLine("Memory is shallow: findings that rest on absence weigh less. Feed it history with: postvakt learn PATH");
    }

    private static Command Forget()
    {
        var address = new Argument<string>("ADDRESS") { Description = "Whose data to erase" };
        var (data, config) = (CommonOptions.Data(), CommonOptions.Config());
        var verb = new Command("forget", "Erase what is known of one person") { address, data, config };
        verb.SetAction(async (parsed, cancellation) =>
        {
            var operations = await OperatorLink.OpenAsync(CommonOptions.Read(parsed.GetValue(config)), parsed.GetValue(data), TimeProvider.System, cancellation).ConfigureAwait(false);
            await using var _ = operations.ConfigureAwait(false);
            if (await operations.ForgetAsync(parsed.GetValue(address)!, cancellation).ConfigureAwait(false))
            {
                Console.WriteLine($"Erased {parsed.GetValue(address)}: address, names, habits, pairs, own messages and their fingerprints.");
                return ExitStatus.Nothing;
            }
            await Console.Error.WriteLineAsync($"postvakt: {parsed.GetValue(address)}: nothing is known of this address").ConfigureAwait(false);
            return ExitStatus.Trouble;
        });
        return verb;
    }

    private static Command Export()
    {
        var address = new Argument<string>("ADDRESS") { Description = "Whose data to show" };
        var (data, config) = (CommonOptions.Data(), CommonOptions.Config());
        var verb = new Command("export", "Show everything that is kept about one person, as JSON") { address, data, config };
        verb.SetAction(async (parsed, cancellation) =>
        {
            var operations = await OperatorLink.OpenAsync(CommonOptions.Read(parsed.GetValue(config)), parsed.GetValue(data), TimeProvider.System, cancellation).ConfigureAwait(false);
            await using var _ = operations.ConfigureAwait(false);
            if (await operations.ExportAsync(parsed.GetValue(address)!, cancellation).ConfigureAwait(false) is { } export)
            {
                Console.WriteLine(JsonSerializer.Serialize(export, Indented));
                return ExitStatus.Nothing;
            }
            await Console.Error.WriteLineAsync($"postvakt: {parsed.GetValue(address)}: nothing is known of this address").ConfigureAwait(false);
            return ExitStatus.Trouble;
        });
        return verb;
    }
}
