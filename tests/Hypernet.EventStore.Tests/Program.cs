using System.Globalization;
using Hypernet.EventStore;
using Hypernet.EventStore.Sqlite;

// The process that CrashTests kills: writes blocks until then and says each that it has committed.
await using var store = await SqliteEventStore.OpenAsync(args[0], Sample.Chain);
await Writer.RunAsync(store, long.MaxValue, number => Console.Out.WriteLine(number.ToString(CultureInfo.InvariantCulture)));
