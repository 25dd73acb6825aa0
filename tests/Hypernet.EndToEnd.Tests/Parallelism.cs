using Xunit;

// Each test here runs a whole market or a whole set-up: one after the other, so that none starves another of its windows.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
