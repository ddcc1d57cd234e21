using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Postvakt.Access;
using Postvakt.Audit;
using Postvakt.Server.Operation;

namespace Postvakt.Server.Api;

/// <summary>The rights of the people whose data is kept.</summary>
internal sealed class PrivacyApi(ApiContext api)
{
    private readonly PersonalData _data = new(api);

    public void Map(IEndpointRouteBuilder web)
    {
        web.MapGet("/api/v1/people/{address}", async (string address, string? reason, Caller caller, CancellationToken c) => await _data.ExportAsync(address, caller.Actor, reason ?? "", c).ConfigureAwait(false) is { } person
            ? Results.Json(person, ApiJson.Options) : Answers.NotFound($"nothing is known of {address}")).WithSummary("Everything that is kept about a person; audited without the name").Produces<PersonView>().Produces<ErrorView>(404).Needs(Role.Administrator, Scope.Privacy);
        web.MapDelete("/api/v1/people/{address}", (string address, string? reason, Caller caller, CancellationToken c) => _data.EraseAsync(address, caller.Actor, reason ?? "", c))
            .WithSummary("Erase what is kept about a person; audited without the name").Needs(Role.Administrator, Scope.Privacy);
    }
}
