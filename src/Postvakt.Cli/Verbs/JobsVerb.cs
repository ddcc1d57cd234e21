using System.CommandLine;
using System.Globalization;
using Postvakt.Access;
using Postvakt.Audit;
using Postvakt.Cli.Output;
using Postvakt.Server.Api;

namespace Postvakt.Cli.Verbs;

/// <summary>jobs: promised work that was given up, tried anew or dropped.</summary>
internal static class JobsVerb
{
    public static Command Create() => new("jobs", "Work that was promised and given up") { List(), Decision("retry", "Have it tried anew", false), Decision("drop", "Drop it: nobody does it", true) };

    private static Command List()
    {
        var format = CommonOptions.Format("table", "json");
        var verb = new Command("list", "Work that was given up, oldest first; exit status 1 when there is any") { format };
        new Connection(verb).SetAction(verb, async (parsed, client, cancellation) =>
        {
            var (count, json) = (0, parsed.GetValue(format) == "json");
            JobPageView page;
            long? after = null;
            do
            {
                page = (await client.GetAsync<JobPageView>(OperatorVerb.Path("jobs") + OperatorVerb.Query(("after", after?.ToString(CultureInfo.InvariantCulture))), cancellation).ConfigureAwait(false))!;
                foreach (var job in page.Items)
                {
                    if (json) OperatorVerb.Json(job);
                    else Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{job.Id}  {OperatorVerb.Day(job.Due)}  {job.Kind}  {Plain.Text(job.Subject, 100)}  tried {job.Attempts} times"));
                }
                (count, after) = (count + page.Items.Count, page.Next);
            }
            while (after is not null);
            if (!json) Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{page.GivenUp:N0} given up, {page.Waiting:N0} waiting."));
            return count > 0 ? ExitStatus.Found : ExitStatus.Nothing;
        });
        return verb.Needs(Role.Analyst, Scope.System);
    }

    private static Command Decision(string name, string description, bool required)
    {
        var ids = new Argument<long[]>("ID") { Description = "Numbers of jobs that were given up", Arity = ArgumentArity.OneOrMore };
        var reason = OperatorVerb.Reason(required);
        var verb = new Command(name, description) { ids, reason };
        new Connection(verb).SetAction(verb, (parsed, client, cancellation) => OperatorVerb.DecideAsync(client, HttpMethod.Post,
            parsed.GetValue(ids)!.Select(id => OperatorVerb.Path("jobs/{0}/" + name, id.ToString(CultureInfo.InvariantCulture))), new ReasonRequest(parsed.GetValue(reason)), cancellation));
        return verb.Needs(Role.Responder, Scope.System);
    }
}
